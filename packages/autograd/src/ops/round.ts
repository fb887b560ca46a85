import { stepFunction } from "./step-function.ts";
import type { UnaryOp } from "./unary.ts";

function nearest(x: number): number {
  const low = Math.floor(x);
  const above = x - low;
  if (above !== 0.5) return above < 0.5 ? low : low + 1;
  return low % 2 === 0 ? low : low + 1;
}

/**
 * The nearest whole number; of two equally near ones the even one, as IEEE 754 and PyTorch round and unlike `Math.round`. Its
 * gradient is zero everywhere.
 *
 * @example
 * round(tensor([0.5, 1.5, -2.5])); // [0, 2, -2]
 */
export const round: UnaryOp = stepFunction("round", nearest);
