import { refuseExtra } from "../../tensor/arguments.ts";
import { broadcastShape, forEachRun } from "../../tensor/broadcast.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { truthOf, type Condition } from "../where.ts";
import { gatherAt } from "./positions.ts";

/**
 * The elements of `x` where `mask` is not 0, in one flat list; the two broadcast. The mask gets no gradient.
 *
 * @param mask as comparisons give it, or booleans
 * @example
 * maskedSelect(tensor([1, 2, 3]), [true, false, true]); // [1, 3]
 * @throws ShapeError if the shapes do not broadcast
 */
export function maskedSelect(x: TensorLike, mask: Condition): Tensor {
  if (arguments.length > 2) refuseExtra("maskedSelect", arguments, 2);
  const t = operand("maskedSelect", x);
  const chosen = truthOf("maskedSelect", mask);
  const positions: number[] = [];
  const shape = broadcastShape("maskedSelect", t.shape, chosen.shape);
  forEachRun(t.shape, chosen.shape, shape, (n, from, stride, maskFrom, maskStride) => {
    for (let i = 0; i < n; i++)
      if (chosen.data[maskFrom + i * maskStride] !== 0) positions.push(from + i * stride);
  });
  return gatherAt(t, { at: Int32Array.from(positions), shape: [positions.length] });
}
