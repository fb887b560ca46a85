import { add } from "./add.ts";
import { div } from "./div.ts";
import { unary, type UnaryOp } from "./unary.ts";

/** `log(1 + x)`, exact for small `x` too. */
export const log1p: UnaryOp = unary({
  name: "log1p",
  saves: "input",
  value: Math.log1p,
  slope: (x) => 1 / (x + 1),
  derivative: (x) => div(1, add(x, 1)),
});
