import { broadcastPair, pairwise, type BinaryOp } from "./binary.ts";
import { operands } from "./operand.ts";

/**
 * Makes a broadcasting operation that is piecewise constant: computed, but never recorded, since its gradient is zero
 * wherever it has one. @internal
 */
export function comparison(name: string, f: (a: number, b: number) => number): BinaryOp {
  const kernel = pairwise(f);
  return (left, right) => {
    const [a, b] = operands(name, [left, right]);
    return broadcastPair(name, kernel, a, b);
  };
}
