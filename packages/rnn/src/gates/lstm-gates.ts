import {
  add,
  applyOpMany,
  concat,
  empty,
  kernels,
  mul,
  operands,
  sigmoid,
  split,
  tanh,
  type Tensor,
  type Op,
  uninitialized,
} from "@rewind/autograd";
import { logistic } from "./logistic.ts";

/** Which of the gates' outputs a gradient has arrived at. */
interface Arrived {
  readonly next: boolean;
  readonly output: boolean;
}

/** From those gradients, the gates, the output gate and the cell: the gradient of `a`, and of the cell before. */
const backwardOp: Op<Arrived> = {
  name: "lstmGatesBackward",
  forward(_context, inputs, arrived) {
    const [gates, output, cell] = inputs.slice(-3);
    const gradNext = arrived.next ? inputs[0].data : null;
    const gradOutput = arrived.output ? inputs[inputs.length - 4].data : null;
    const [rows, size] = cell.shape;
    const sum = empty([rows, 4 * size], cell.dtype);
    const carried = empty(cell.shape, cell.dtype);
    const d = sum.data;
    const ifg = gates.data;
    const c = cell.data;
    const o = output.data;
    if (gradNext !== null && gradOutput !== null) {
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
        if (gradNext !== null) {
          const g = gradNext[unit];
          d[to + j] = g * n * i * (1 - i);
          d[to + size + j] = g * c[unit] * f * (1 - f);
          d[to + 2 * size + j] = g * i * (1 - n * n);
          carried.data[unit] = g * f;
        }
        if (gradOutput !== null) d[to + 3 * size + j] = gradOutput[unit] * o[unit] * (1 - o[unit]);
      }
    }
    return [sum, carried];
  },
  lower({ heap, inputs }, { next, output }) {
    if (!next || !output) return null;
    const [rows, size] = inputs[4];
    const { lstmGatesSlope: run } = heap.module;
    return {
      exact: size % 8 === 0,
      run: ([g, o, gates, out, c, sum, carried]) => run(g, o, gates, out, c, sum, carried, rows, size),
    };
  },
};

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
  backward(context, grads) {
    const [gates, output, cell] = context.saved;
    const [next, out] = [grads[0] !== null, grads[1] !== null];
    const given = grads.slice(0, 2).filter((grad) => grad !== null) as Tensor[];
    const [sum, carried] = applyOpMany(backwardOp, [...given, gates, output, cell], { next, output: out });
    return [sum, sum, next ? carried : null];
  },
  composed([projected, recurrent, cell]) {
    const [a, b, c, d] = split(add(projected, recurrent), cell.shape[1], { axis: 1 });
    const [i, f, g, o] = [sigmoid(a), sigmoid(b), tanh(c), sigmoid(d)];
    return [add(mul(f, cell), mul(i, g)), o, concat([i, f, g], { axis: 1 })];
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
