import { binary, type BinaryOp } from "./binary.ts";

/** `a + b`, broadcast. */
export const add: BinaryOp = binary({
  name: "add",
  kernel: "add",
  saves: false,
  gradients: [(g) => g, (g) => g],
});
