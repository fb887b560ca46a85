import type { Op } from "../tape/op.ts";
import { broadcastPair, pairwise, type BinaryOp } from "./binary.ts";
import { applyConstant } from "./define-op.ts";
import { lowerPair } from "./lower-pair.ts";
import { operands } from "./operand.ts";

/**
 * Makes a broadcasting operation that is piecewise constant: it leaves no record, since its gradient is zero wherever it
 * has one. @internal
 */
export function comparison(name: string, f: (a: number, b: number) => number): BinaryOp {
  const kernel = pairwise(f);
  const op: Op<void> = {
    name,
    elementwise: true,
    forward: (_context, [a, b]) => broadcastPair(name, kernel, a, b),
    lower: (site) => lowerPair(kernel, site),
  };
  return (left, right) => applyConstant(op, operands(name, [left, right]), undefined);
}
