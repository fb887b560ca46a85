import { binary, type BinaryOp } from "./binary.ts";
import { neg } from "./neg.ts";

/** `a - b`, broadcast. */
export const sub: BinaryOp = binary({
  name: "sub",
  kernel: "sub",
  saves: false,
  gradients: [(g) => g, (g) => neg(g)],
});
