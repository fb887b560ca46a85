import {
  ShapeError,
  checkAxis,
  checkInteger,
  checkShape,
  formatShape,
  isList,
  operand,
  refuseExtra,
  reshape,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { Module } from "./module.ts";

/**
 * Splits an axis into several: with axis 1 and sizes `[3, 4]`, or `[3, -1]`, `[N, 12]` becomes `[N, 3, 4]`. The opposite of {@link Flatten}.
 *
 * @example
 * new Unflatten(1, [3, 4]).forward(randn([2, 12])); // [2, 3, 4]
 * @throws ArgumentError if the axis is not a whole number
 * @throws ShapeError if the sizes are not whole numbers from 0, or -1 once, or there are none
 */
export class Unflatten extends Module {
  readonly axis: number;
  readonly sizes: readonly number[];

  constructor(axis: number, sizes: readonly number[]) {
    super();
    this.axis = checkInteger("Unflatten", "axis", axis);
    const isOpen = (size: unknown): boolean => size === -1;
    const open = isList(sizes) ? sizes.findIndex(isOpen) : -1;
    checkShape("Unflatten", open < 0 ? sizes : sizes.map((size, i) => (i === open ? 1 : size)));
    this.sizes = [...sizes];
    if (this.sizes.length === 0) throw new ShapeError("Unflatten: sizes needs at least one size, got []");
  }

  /** @throws ShapeError if `x` lacks the axis, or the sizes do not make it up */
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("Unflatten.forward", arguments, 1, true);
    const t = operand("Unflatten", x);
    const axis = checkAxis("Unflatten", this.axis, t.shape);
    const known = Math.abs(this.sizes.reduce((product, n) => product * n, 1));
    const open = this.sizes.indexOf(-1);
    const rest = t.shape[axis] / known;
    if (t.ndim === 0 || (open < 0 ? rest !== 1 && t.shape[axis] !== known : !Number.isInteger(rest)))
      throw new ShapeError(
        `Unflatten: axis ${axis} of x ${formatShape(t.shape)} does not split into ${formatShape(this.sizes)}; it must have ${open < 0 ? "" : "a multiple of "}${known} elements`,
      );
    const sizes = this.sizes.map((size) => (size === -1 ? rest : size));
    return reshape(t, [...t.shape.slice(0, axis), ...sizes, ...t.shape.slice(axis + 1)]);
  }
}
