import {
  add,
  applyOpMany,
  empty,
  kernels,
  mul,
  operands,
  sigmoid,
  split,
  tanh,
  type Tensor,
  type Op,
} from "@rewind/autograd";
import { logistic } from "./logistic.ts";

const op: Op<void> = {
  name: "lstmGates",
  forward(context, [projected, recurrent, cell]) {
    const [rows, size] = cell.shape;
    const next = empty(cell.shape, cell.dtype);
    const output = empty(cell.shape, cell.dtype);
    const gates = empty([rows, 3 * size], cell.dtype);
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
    return [next, output];
  },
  backward(context, [gradNext, gradOutput]) {
    const [gates, output, cell] = context.saved;
    const [rows, size] = cell.shape;
    const sum = empty([rows, 4 * size], cell.dtype);
    const d = sum.data;
    const ifg = gates.data;
    const c = cell.data;
    const carried = gradNext === null ? null : empty(cell.shape, cell.dtype);
    if (gradNext !== null && gradOutput !== null && carried !== null) {
      const [g, o] = [gradNext.data, gradOutput.data];
      if (kernels.lstmGatesSlope?.(g, o, ifg, output.data, c, d, carried.data, rows, size))
        return [sum, sum, carried];
    }
    if (gradNext !== null && carried !== null) {
      const g = gradNext.data;
      for (let row = 0; row < rows; row++) {
        const to = row * 4 * size;
        for (let j = 0; j < size; j++) {
          const unit = row * size + j;
          const at = row * 3 * size + j;
          const i = ifg[at];
          const f = ifg[at + size];
          const n = ifg[at + 2 * size];
          d[to + j] = g[unit] * n * i * (1 - i);
          d[to + size + j] = g[unit] * c[unit] * f * (1 - f);
          d[to + 2 * size + j] = g[unit] * i * (1 - n * n);
          carried.data[unit] = g[unit] * f;
        }
      }
    }
    if (gradOutput !== null) {
      const g = gradOutput.data;
      const o = output.data;
      for (let unit = 0; unit < o.length; unit++) {
        const row = Math.floor(unit / size);
        d[row * 4 * size + 3 * size + (unit - row * size)] = g[unit] * o[unit] * (1 - o[unit]);
      }
    }
    return [sum, sum, carried];
  },
  composed([projected, recurrent, cell]) {
    const [i, f, g, o] = split(add(projected, recurrent), cell.shape[1], { axis: 1 });
    return [add(mul(sigmoid(f), cell), mul(sigmoid(i), tanh(g))), sigmoid(o)];
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
  return applyOpMany(op, operands("lstmGates", [projected, recurrent, cell]), undefined) as [Tensor, Tensor];
}
