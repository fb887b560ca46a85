import { mul } from "./arithmetic.ts";
import { binary, pairwise, type BinaryOp } from "./binary.ts";
import { comparison } from "./comparisons.ts";

/** How much of the larger of `a` and `b` is `a`'s: 1, 0, or a half where they are equal. @internal */
export const tieShare: BinaryOp = comparison("tieShare", (a, b) => (a > b ? 1 : a === b ? 0.5 : 0));

/** The larger of `a` and `b`, broadcast; NaN if either is. Equal elements share the gradient half and half. */
export const maximum: BinaryOp = binary({
  name: "maximum",
  kernel: pairwise(Math.max),
  saves: true,
  gradients: [(g, a, b) => mul(g, tieShare(a, b)), (g, a, b) => mul(g, tieShare(b, a))],
});

/** The smaller of `a` and `b`, broadcast; NaN if either is. Equal elements share the gradient half and half. */
export const minimum: BinaryOp = binary({
  name: "minimum",
  kernel: pairwise(Math.min),
  saves: true,
  gradients: [(g, a, b) => mul(g, tieShare(b, a)), (g, a, b) => mul(g, tieShare(a, b))],
});
