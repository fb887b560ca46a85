import {
  add,
  applyOp,
  empty,
  kernels,
  mul,
  operands,
  sigmoid,
  split,
  sub,
  tanh,
  type Tensor,
  type Op,
} from "@rewind/autograd";
import { logistic } from "./logistic.ts";

const op: Op<void> = {
  name: "gruGates",
  forward(context, [projected, recurrent, hidden, bias]) {
    const [rows, size] = hidden.shape;
    const next = empty(hidden.shape, hidden.dtype);
    const gates = empty([rows, 3 * size], hidden.dtype);
    const candidates = empty(hidden.shape, hidden.dtype);
    const a = projected.data;
    const u = recurrent.data;
    const b = bias === undefined ? null : bias.data;
    const h = hidden.data;
    const rzn = gates.data;
    const fast = kernels.gruGates?.(a, u, h, b, rzn, candidates.data, next.data, rows, size);
    for (let row = 0; !fast && row < rows; row++) {
      const at = row * 3 * size;
      for (let j = 0; j < 2 * size; j++)
        rzn[at + j] = logistic(a[at + j] + u[at + j] + (b === null ? 0 : b[j]));
      for (let j = 0; j < size; j++) {
        const unit = row * size + j;
        const n = at + 2 * size + j;
        const candidate = u[n] + (b === null ? 0 : b[2 * size + j]);
        const z = rzn[at + size + j];
        candidates.data[unit] = candidate;
        rzn[n] = Math.tanh(a[n] + rzn[at + j] * candidate);
        next.data[unit] = (1 - z) * rzn[n] + z * h[unit];
      }
    }
    context.save(gates, candidates, hidden);
    return next;
  },
  backward(context, [grad]) {
    const [gates, candidates, hidden] = context.saved;
    const [rows, size] = hidden.shape;
    const g = (grad as Tensor).data;
    const rzn = gates.data;
    const h = hidden.data;
    const gradProjected = empty(gates.shape, gates.dtype);
    const gradRecurrent = empty(gates.shape, gates.dtype);
    const gradHidden = empty(hidden.shape, hidden.dtype);
    const da = gradProjected.data;
    const du = gradRecurrent.data;
    const dh = gradHidden.data;
    const fast = kernels.gruGatesSlope?.(g, rzn, candidates.data, h, da, du, dh, rows, size);
    for (let row = 0; !fast && row < rows; row++) {
      for (let j = 0; j < size; j++) {
        const unit = row * size + j;
        const at = row * 3 * size + j;
        const r = rzn[at];
        const z = rzn[at + size];
        const n = rzn[at + 2 * size];
        const dn = g[unit] * (1 - z) * (1 - n * n);
        da[at] = du[at] = dn * candidates.data[unit] * r * (1 - r);
        da[at + size] = du[at + size] = g[unit] * (h[unit] - n) * z * (1 - z);
        da[at + 2 * size] = dn;
        du[at + 2 * size] = dn * r;
        dh[unit] = g[unit] * z;
      }
    }
    const grads = [gradProjected, gradRecurrent, gradHidden];
    // The engine sums the bias's over the batch.
    return context.inputShapes.length === 4 ? [...grads, gradRecurrent] : grads;
  },
  composed([projected, recurrent, hidden, bias]) {
    const size = hidden.shape[1];
    const [ar, az, an] = split(projected, size, { axis: 1 });
    const [ur, uz, un] = split(bias === undefined ? recurrent : add(recurrent, bias), size, { axis: 1 });
    const z = sigmoid(add(az, uz));
    const n = tanh(add(an, mul(sigmoid(add(ar, ur)), un)));
    return add(mul(sub(1, z), n), mul(z, hidden));
  },
};

/**
 * The gates of a GRU, in PyTorch's order r, z, n: with `u = recurrent + bias`, `r = σ(a_r + u_r)`, `z = σ(a_z + u_z)`,
 * `n = tanh(a_n + r u_n)` (the reset comes after the product, and the recurrent bias inside it), and
 * `h' = (1 - z) n + z h`.
 *
 * @param projected `a`, `[B, 3H]`
 * @param recurrent `W_hh h`, `[B, 3H]`
 * @param hidden `h`, `[B, H]`
 * @param bias `b_hh`, `[3H]`, or null
 * @internal
 */
export function gruGates(projected: Tensor, recurrent: Tensor, hidden: Tensor, bias: Tensor | null): Tensor {
  const inputs = bias === null ? [projected, recurrent, hidden] : [projected, recurrent, hidden, bias];
  return applyOp(op, operands("gruGates", inputs), undefined);
}
