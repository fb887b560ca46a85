import { binary, pairwise, type BinaryOp } from "./binary.ts";
import { mul } from "./mul.ts";
import { tieShare } from "./tie-share.ts";

/** The larger of `a` and `b`, broadcast; NaN if either is. Equal elements share the gradient half and half. */
export const maximum: BinaryOp = binary({
  name: "maximum",
  kernel: pairwise(Math.max),
  saves: true,
  gradients: [(g, a, b) => mul(g, tieShare(a, b)), (g, a, b) => mul(g, tieShare(b, a))],
});
