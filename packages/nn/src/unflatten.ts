import {
  ShapeError,
  checkAxis,
  checkInteger,
  checkShape,
  formatShape,
  operand,
  refuseExtra,
  reshape,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { Module } from "./module.ts";

/**
 * Splits an axis into several: with axis 1 and sizes `[3, 4]`, `[N, 12]` becomes `[N, 3, 4]`. The opposite of {@link Flatten}.
 *
 * @example
 * new Unflatten(1, [3, 4]).forward(randn([2, 12])); // [2, 3, 4]
 * @throws ArgumentError if the axis is not a whole number
 * @throws ShapeError if the sizes are not whole numbers from 0, or there are none
 */
export class Unflatten extends Module {
  readonly axis: number;
  readonly sizes: readonly number[];

  constructor(axis: number, sizes: readonly number[]) {
    super();
    this.axis = checkInteger("Unflatten", "axis", axis);
    this.sizes = checkShape("Unflatten", sizes);
    if (this.sizes.length === 0) throw new ShapeError("Unflatten: sizes needs at least one size, got []");
  }

  /** @throws ShapeError if `x` lacks the axis, or the sizes do not make it up */
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("Unflatten.forward", arguments, 1, true);
    const t = operand("Unflatten", x);
    const axis = checkAxis("Unflatten", this.axis, t.shape);
    const size = this.sizes.reduce((product, n) => product * n, 1);
    if (t.ndim === 0 || t.shape[axis] !== size)
      throw new ShapeError(
        `Unflatten: axis ${axis} of x ${formatShape(t.shape)} does not split into ${formatShape(this.sizes)}; it must have ${size} elements`,
      );
    return reshape(t, [...t.shape.slice(0, axis), ...this.sizes, ...t.shape.slice(axis + 1)]);
  }
}
