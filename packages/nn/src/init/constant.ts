import { ShapeError, checkNumber, formatShape, refuseExtra, type Tensor } from "@rewind/autograd";
import { checkLeaf, fill } from "./options.ts";

/** Fills `t` in place with `value`. @throws ArgumentError if it is not a number, or NaN */
export function constant<T extends Tensor>(t: T, value: number): T {
  if (arguments.length > 2) refuseExtra("init.constant", arguments, 2);
  checkNumber("init.constant", "value", value);
  return fill("constant", t, () => value);
}

/** Fills `t` in place with zeros. */
export function zeros<T extends Tensor>(t: T): T {
  if (arguments.length > 1) refuseExtra("init.zeros", arguments, 1);
  return fill("zeros", t, () => 0);
}

/** Fills `t` in place with ones. */
export function ones<T extends Tensor>(t: T): T {
  if (arguments.length > 1) refuseExtra("init.ones", arguments, 1);
  return fill("ones", t, () => 1);
}

/**
 * Makes a matrix the identity in place: as a weight it passes its input on, as far as the sizes agree.
 *
 * @throws ShapeError if `t` is not a matrix
 */
export function identity<T extends Tensor>(t: T): T {
  if (arguments.length > 1) refuseExtra("init.identity", arguments, 1);
  if (checkLeaf("identity", t).ndim !== 2)
    throw new ShapeError(`init.identity: shape ${formatShape(t.shape)} is not a matrix`);
  const columns = t.shape[1];
  return fill("identity", t, (i) => (Math.floor(i / columns) === i % columns ? 1 : 0));
}
