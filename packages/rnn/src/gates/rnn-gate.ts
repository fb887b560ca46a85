import { add, applyOp, empty, kernels, operands, relu, tanh, type Tensor, type Op } from "@rewind/autograd";

/** What an RNN applies to the sum of its projections. */
export type Nonlinearity = "tanh" | "relu";

const op: Op<Nonlinearity> = {
  name: "rnnGate",
  forward(context, [projected, recurrent], nonlinearity) {
    const out = empty(recurrent.shape, recurrent.dtype);
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
    const [out] = context.saved;
    const h = out.data;
    const g = (grad as Tensor).data;
    const sum = empty(out.shape, out.dtype);
    const d = sum.data;
    if (nonlinearity === "tanh") {
      if (!kernels.slope.tanh?.(g, h, d)) for (let i = 0; i < d.length; i++) d[i] = g[i] * (1 - h[i] * h[i]);
    } else for (let i = 0; i < d.length; i++) d[i] = h[i] > 0 ? g[i] : 0;
    return [sum, sum];
  },
  composed([projected, recurrent], nonlinearity) {
    const sum = add(projected, recurrent);
    return nonlinearity === "tanh" ? tanh(sum) : relu(sum);
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
