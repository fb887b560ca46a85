import { binary, type BinaryOp } from "./binary.ts";

/** `a * b`, elementwise and broadcast; for the matrix product see `matmul`. */
export const mul: BinaryOp = binary({
  name: "mul",
  kernel: "mul",
  saves: true,
  gradients: [(g, _a, b) => mul(g, b), (g, a) => mul(g, a)],
});
