import {
  add,
  applyOpMany,
  concat,
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

/**
 * From the gradient of the next state, the gates, candidates and state before: the gradients of `a`, `u` and that state.
 * In second order, gradients of the gates and the candidates themselves come last.
 */
const backwardOp: Op<void> = {
  name: "gruGatesBackward",
  forward(_context, [grad, gates, candidates, hidden, ofGates, ofCandidates]) {
    const [rows, size] = hidden.shape;
    const g = grad.data;
    const rzn = gates.data;
    const h = hidden.data;
    const [arriving, last] = [ofGates?.data, ofCandidates?.data];
    const gradProjected = uninitialized(gates.shape, gates.dtype);
    const gradRecurrent = uninitialized(gates.shape, gates.dtype);
    const gradHidden = uninitialized(hidden.shape, hidden.dtype);
    const da = gradProjected.data;
    const du = gradRecurrent.data;
    const dh = gradHidden.data;
    const fast =
      arriving === undefined && kernels.gruGatesSlope?.(g, rzn, candidates.data, h, da, du, dh, rows, size);
    for (let row = 0; !fast && row < rows; row++) {
      for (let j = 0; j < size; j++) {
        const unit = row * size + j;
        const at = row * 3 * size + j;
        const r = rzn[at];
        const z = rzn[at + size];
        const n = rzn[at + 2 * size];
        const more = (gate: number): number => (arriving === undefined ? 0 : arriving[at + gate * size]);
        const dn = (g[unit] * (1 - z) + more(2)) * (1 - n * n);
        da[at] = du[at] = (dn * candidates.data[unit] + more(0)) * r * (1 - r);
        da[at + size] = du[at + size] = (g[unit] * (h[unit] - n) + more(1)) * z * (1 - z);
        da[at + 2 * size] = dn;
        du[at + 2 * size] = dn * r + (last === undefined ? 0 : last[unit]);
        dh[unit] = g[unit] * z;
      }
    }
    return [gradProjected, gradRecurrent, gradHidden];
  },
  composed([grad, gates, candidates, hidden, ofGates, ofCandidates]) {
    const [r, z, n] = split(gates, hidden.shape[1], { axis: 1 });
    const more = ofGates === undefined ? [] : split(ofGates, hidden.shape[1], { axis: 1 });
    const dn = mul(plus(mul(grad, sub(1, z)), more[2]), sub(1, square(n)));
    const dr = mul(plus(mul(dn, candidates), more[0]), mul(r, sub(1, r)));
    const dz = mul(plus(mul(grad, sub(hidden, n)), more[1]), mul(z, sub(1, z)));
    const projected = concat([dr, dz, dn], { axis: 1 });
    const recurrent = concat([dr, dz, plus(mul(dn, r), ofCandidates)], { axis: 1 });
    return [projected, recurrent, mul(grad, z)];
  },
  lower({ heap, inputs }) {
    if (inputs.length > 4) return null;
    const [rows, size] = inputs[0];
    const { gruGatesSlope: run } = heap.module;
    return {
      exact: size % 8 === 0,
      run: ([g, gates, n, h, a, u, before]) => run(g, gates, n, h, a, u, before, rows, size),
    };
  },
};

function plus(grad: Tensor, more: Tensor | undefined): Tensor {
  return more === undefined ? grad : add(grad, more);
}

const op: Op<void> = {
  name: "gruGates",
  forward(context, [projected, recurrent, hidden, bias]) {
    const [rows, size] = hidden.shape;
    const next = uninitialized(hidden.shape, hidden.dtype);
    const gates = uninitialized([rows, 3 * size], hidden.dtype);
    const candidates = uninitialized(hidden.shape, hidden.dtype);
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
    return [next, gates, candidates];
  },
  backward(context, [ofNext, ofGates, ofCandidates]) {
    const [gates, candidates, hidden] = context.saved;
    const inputs = [ofNext ?? zerosLike(hidden), ...context.saved];
    if (ofGates !== null || ofCandidates !== null)
      inputs.push(ofGates ?? zerosLike(gates), ofCandidates ?? zerosLike(candidates));
    const grads = applyOpMany(backwardOp, inputs, undefined);
    // The engine sums the bias's over the batch.
    return context.inputShapes.length === 4 ? [...grads, grads[1]] : grads;
  },
  lower({ heap, inputs: [, , hidden, bias] }) {
    const [rows, size] = hidden;
    const { gruGates: run } = heap.module;
    const exact = size % 8 === 0;
    if (bias !== undefined) {
      return {
        exact,
        run: ([a, u, h, b, next, gates, candidates]) => run(a, u, h, gates, candidates, next, b, rows, size),
      };
    }
    return {
      exact,
      scratch: [3 * size],
      prepare: ([, , , , , , zero]) => heap.array().fill(0, zero / 4, zero / 4 + 3 * size),
      run: ([a, u, h, next, gates, candidates, zero]) =>
        run(a, u, h, gates, candidates, next, zero, rows, size),
    };
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
  return applyOpMany(op, operands("gruGates", inputs), undefined)[0];
}
