import * as rewind from "@rewind/autograd";
import type { Kind, Kinds } from "../kind.ts";

/** A product of two operands, whatever the case calls them. */
const product: Kind = (inputs) =>
  rewind.matmul(inputs.maybe("a") ?? inputs.tensor("x"), inputs.maybe("b") ?? inputs.tensor("y"));

export const matmul: Kinds = {
  matmul: product,
  mm: product,
  bmm: product,
  mv: product,
  dot: (inputs) => rewind.dot(inputs.tensor("a"), inputs.tensor("b")),
  outer: (inputs) => rewind.outer(inputs.tensor("a"), inputs.tensor("b")),
  linear: (inputs) => {
    inputs.options.flag("bias", inputs.has("bias"));
    return rewind.linear(inputs.tensor("x"), inputs.tensor("weight"), inputs.maybe("bias"));
  },
  addmm: (inputs) => {
    const { options } = inputs;
    const factors = { beta: options.number("beta", 1), alpha: options.number("alpha", 1) };
    return rewind.addmm(inputs.tensor("x"), inputs.tensor("a"), inputs.tensor("b"), factors);
  },
  bilinear: (inputs) => {
    inputs.options.flag("bias", inputs.has("bias"));
    const [a, b] = inputs.has("x1") ? ["x1", "x2"] : ["a", "b"];
    return rewind.bilinear(inputs.tensor(a), inputs.tensor(b), inputs.tensor("weight"), inputs.maybe("bias"));
  },
  einsum: (inputs) => rewind.einsum(inputs.options.text("equation"), ...inputs.series("x")),
};
