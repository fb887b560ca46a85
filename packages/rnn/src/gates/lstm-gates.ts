import {
  add,
  applyOpMany,
  concat,
  empty,
  kernels,
  mul,
  operands,
  split,
  square,
  sub,
  type Tensor,
  type Op,
  uninitialized,
  zerosLike,
} from "@rewind/autograd";
import { logistic } from "./logistic.ts";

/** Which of the outputs a gradient has arrived at. At the gates themselves it does in second order only. */
interface Arrived {
  readonly next: boolean;
  readonly gates: boolean;
  readonly output: boolean;
}

/** From those gradients, the gates, the output gate and the cell: the gradient of `a`, and of the cell before. */
const backwardOp: Op<Arrived> = {
  name: "lstmGatesBackward",
  forward(_context, inputs, arrived) {
    const { grads, gates, output, cell } = named(inputs, arrived);
    const [gradNext, gradGates, gradOutput] = grads.map((grad) => grad?.data);
    const [rows, size] = cell.shape;
    const sum = empty([rows, 4 * size], cell.dtype);
    const carried = empty(cell.shape, cell.dtype);
    const d = sum.data;
    const ifg = gates.data;
    const c = cell.data;
    const o = output.data;
    if (gradNext !== undefined && gradOutput !== undefined && gradGates === undefined) {
      if (kernels.lstmGatesSlope?.(gradNext, gradOutput, ifg, o, c, d, carried.data, rows, size))
        return [sum, carried];
    }
    for (let row = 0; row < rows; row++) {
      const to = row * 4 * size;
      for (let j = 0; j < size; j++) {
        const unit = row * size + j;
        const at = row * 3 * size + j;
        const i = ifg[at];
        const f = ifg[at + size];
        const n = ifg[at + 2 * size];
        const g = gradNext === undefined ? 0 : gradNext[unit];
        const arriving = (gate: number): number =>
          gradGates === undefined ? 0 : gradGates[at + gate * size];
        d[to + j] = (g * n + arriving(0)) * i * (1 - i);
        d[to + size + j] = (g * c[unit] + arriving(1)) * f * (1 - f);
        d[to + 2 * size + j] = (g * i + arriving(2)) * (1 - n * n);
        carried.data[unit] = g * f;
        if (gradOutput !== undefined) d[to + 3 * size + j] = gradOutput[unit] * o[unit] * (1 - o[unit]);
      }
    }
    return [sum, carried];
  },
  composed(inputs, arrived) {
    const { grads, gates, output, cell } = named(inputs, arrived);
    const none = zerosLike(cell);
    const [next = none, ofGates, ofOutput = none] = grads;
    const [i, f, n] = split(gates, cell.shape[1], { axis: 1 });
    const behind = concat([mul(next, n), mul(next, cell), mul(next, i)], { axis: 1 });
    const all = concat([ofGates === undefined ? behind : add(behind, ofGates), ofOutput], { axis: 1 });
    const slopes = [slope(i), slope(f), sub(1, square(n)), slope(output)];
    return [mul(all, concat(slopes, { axis: 1 })), mul(next, f)];
  },
  lower({ heap, inputs }, { next, gates: ofGates, output }) {
    if (!next || ofGates || !output) return null;
    const [rows, size] = inputs[4];
    const { lstmGatesSlope: run } = heap.module;
    return {
      exact: size % 8 === 0,
      run: ([g, o, gates, out, c, sum, carried]) => run(g, o, gates, out, c, sum, carried, rows, size),
    };
  },
};

/** The inputs of the backward operation: only the gradients that have arrived are among them. */
function named(
  inputs: readonly Tensor[],
  { next, gates: ofGates, output: ofOutput }: Arrived,
): { grads: (Tensor | undefined)[]; gates: Tensor; output: Tensor; cell: Tensor } {
  let place = 0;
  const grads = [next, ofGates, ofOutput].map((there) => (there ? inputs[place++] : undefined));
  const [gates, output, cell] = inputs.slice(place);
  return { grads, gates, output, cell };
}

/** The derivative of the logistic function, by its value. */
function slope(gate: Tensor): Tensor {
  return mul(gate, sub(1, gate));
}

const op: Op<void> = {
  name: "lstmGates",
  forward(context, [projected, recurrent, cell]) {
    const [rows, size] = cell.shape;
    const next = uninitialized(cell.shape, cell.dtype);
    const output = uninitialized(cell.shape, cell.dtype);
    const gates = uninitialized([rows, 3 * size], cell.dtype);
    const p = projected.data;
    const r = recurrent.data;
    const c = cell.data;
    const ifg = gates.data;
    const fast = kernels.lstmGates?.(p, r, c, ifg, output.data, next.data, rows, size);
    for (let row = 0; !fast && row < rows; row++) {
      const at = row * 4 * size;
      const to = row * 3 * size;
      for (let j = 0; j < 2 * size; j++) ifg[to + j] = logistic(p[at + j] + r[at + j]);
      for (let j = 2 * size; j < 3 * size; j++) ifg[to + j] = Math.tanh(p[at + j] + r[at + j]);
      for (let j = 0; j < size; j++) {
        const unit = row * size + j;
        output.data[unit] = logistic(p[at + 3 * size + j] + r[at + 3 * size + j]);
        next.data[unit] = ifg[to + size + j] * c[unit] + ifg[to + j] * ifg[to + 2 * size + j];
      }
    }
    context.save(gates, output, cell);
    return [next, output, gates];
  },
  backward(context, [ofNext, ofOutput, ofGates]) {
    const arrived = { next: ofNext !== null, gates: ofGates !== null, output: ofOutput !== null };
    const given = [ofNext, ofGates, ofOutput].filter((grad) => grad !== null);
    const [sum, carried] = applyOpMany(backwardOp, [...given, ...context.saved], arrived);
    return [sum, sum, arrived.next ? carried : null];
  },
  lower({ heap, inputs: [, , cell] }) {
    const [rows, size] = cell;
    const { lstmGates: run } = heap.module;
    return {
      exact: size % 8 === 0,
      run: ([p, r, c, next, output, gates]) => run(p, r, c, gates, output, next, rows, size),
    };
  },
};

/**
 * The gates of an LSTM, in PyTorch's order i, f, g, o: with `a = projected + recurrent`,
 * `c' = σ(a_f) c + σ(a_i) tanh(a_g)`, and the output gate `σ(a_o)`. What the output gate lets out is
 * {@link lstmOutput}'s, on a record of its own: so `c'` is a place on the tape where all of its gradient arrives.
 *
 * @param projected `[B, 4H]`
 * @param recurrent `[B, 4H]`
 * @param cell `[B, H]`
 * @returns `[c', output gate]`
 * @internal
 */
export function lstmGates(
  projected: Tensor,
  recurrent: Tensor,
  cell: Tensor,
): [cell: Tensor, output: Tensor] {
  const [next, output] = applyOpMany(op, operands("lstmGates", [projected, recurrent, cell]), undefined);
  return [next, output];
}
