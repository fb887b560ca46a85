import {
  applyOp,
  greater,
  kernels,
  mul,
  operands,
  sizeOf,
  square,
  sub,
  type Tensor,
  type Op,
  uninitialized,
} from "@rewind/autograd";

/** What an RNN applies to the sum of its projections. */
export type Nonlinearity = "tanh" | "relu";

const backwardOp: Op<Nonlinearity> = {
  name: "rnnGateBackward",
  forward(_context, [grad, out], nonlinearity) {
    const h = out.data;
    const g = grad.data;
    const sum = uninitialized(out.shape, out.dtype);
    const d = sum.data;
    if (kernels.slope[nonlinearity]?.(g, h, d)) return sum;
    if (nonlinearity === "tanh") for (let i = 0; i < d.length; i++) d[i] = g[i] * (1 - h[i] * h[i]);
    else for (let i = 0; i < d.length; i++) d[i] = h[i] > 0 ? g[i] : 0;
    return sum;
  },
  composed: ([grad, out], nonlinearity) =>
    mul(grad, nonlinearity === "tanh" ? sub(1, square(out)) : greater(out, 0)),
  lower({ heap, outputs: [shape] }, nonlinearity) {
    const n = sizeOf(shape);
    const { [`${nonlinearity}Slope` as const]: slope } = heap.module;
    return { exact: n % 8 === 0, run: ([g, h, sum]) => slope(g, h, sum, n) };
  },
};

const op: Op<Nonlinearity> = {
  name: "rnnGate",
  forward(context, [projected, recurrent], nonlinearity) {
    const out = uninitialized(recurrent.shape, recurrent.dtype);
    const p = projected.data;
    const r = recurrent.data;
    const h = out.data;
    if (nonlinearity === "tanh") {
      if (!kernels.rnnGate?.(p, r, h)) for (let i = 0; i < h.length; i++) h[i] = Math.tanh(p[i] + r[i]);
    } else
      for (let i = 0; i < h.length; i++) {
        const sum = p[i] + r[i];
        h[i] = sum < 0 ? 0 : sum;
      }
    context.save(out);
    return out;
  },
  backward(context, [grad], nonlinearity) {
    const sum = applyOp(backwardOp, [grad as Tensor, context.saved[0]], nonlinearity);
    return [sum, sum];
  },
  lower({ heap, outputs: [shape] }, nonlinearity) {
    const n = sizeOf(shape);
    const { add: plus, relu: rectify, rnnGate: fused } = heap.module;
    if (nonlinearity === "tanh") return { exact: n % 8 === 0, run: ([p, r, h]) => fused(p, r, h, n) };
    return {
      exact: n % 8 === 0,
      run([p, r, h]) {
        plus(p, 1, r, 1, h, n);
        rectify(h, h, n);
      },
    };
  },
};

/**
 * The gate of a simple recurrent net, `h' = f(projected + recurrent)`, all `[B, H]`.
 *
 * @param projected `W_ih x + b`
 * @param recurrent `W_hh h`
 * @internal
 */
export function rnnGate(projected: Tensor, recurrent: Tensor, nonlinearity: Nonlinearity): Tensor {
  return applyOp(op, operands("rnnGate", [projected, recurrent]), nonlinearity);
}
