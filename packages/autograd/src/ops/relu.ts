import { greater } from "./greater.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** `max(x, 0)`, with gradient 0 at 0. */
export const relu: UnaryOp = unary({
  name: "relu",
  saves: "output",
  value: (x) => Math.max(x, 0),
  slope: (y) => (y > 0 ? 1 : 0),
  derivative: (y) => greater(y, 0),
});
