import { binary, pairwise, type BinaryOp } from "./binary.ts";
import { mul } from "./mul.ts";
import { tieShare } from "./tie-share.ts";

/** The smaller of `a` and `b`, broadcast; NaN if either is. Equal elements share the gradient half and half. */
export const minimum: BinaryOp = binary({
  name: "minimum",
  kernel: pairwise(Math.min),
  saves: true,
  gradients: [(g, a, b) => mul(g, tieShare(b, a)), (g, a, b) => mul(g, tieShare(a, b))],
});
