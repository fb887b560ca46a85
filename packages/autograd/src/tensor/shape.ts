import { ArgumentError, ShapeError, formatShape, formatValue } from "../errors.ts";

/** Sizes of a tensor's axes, outermost first. */
export type Shape = readonly number[];

/**
 * Number of elements of a shape; 1 for a scalar's `[]`.
 *
 */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let i = 0; i < shape.length; i++) size *= shape[i];
  return size;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Row-major strides, in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= shape[i];
  }
  return strides;
}

/** More elements than arrays have that are not mostly holes. */
const LONGEST_LIST = 2 ** 27;

/**
 * Whether a value is an array that can be read through: none of billions of holes, nor a revoked proxy, which cannot even be
 * asked.
 */
export function isList(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value) && value.length <= LONGEST_LIST;
  } catch {
    return false;
  }
}

/** Whether a value is an array of what `is` accepts, without holes. */
export function isListOf<T>(value: unknown, is: (item: unknown) => item is T): value is readonly T[] {
  return isList(value) && [...value].every(is);
}

/** Whether a value gives objects one by one: not the numbers of a typed array, nor what cannot be asked. */
export function isIterable(value: unknown): value is Iterable<unknown> {
  try {
    const iterator = (value as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator];
    if (typeof value !== "object" || typeof iterator !== "function" || ArrayBuffer.isView(value))
      return false;
    return !Array.isArray(value) || isList(value);
  } catch {
    return false;
  }
}

/** A value whose properties can be read: undefined in place of a proxy that has been revoked. */
export function readable<T>(value: T): T | undefined {
  try {
    if ((typeof value === "object" && value !== null) || typeof value === "function")
      Reflect.getPrototypeOf(value);
    return value;
  } catch {
    return undefined;
  }
}

/** Most axes of a tensor, as in NumPy. */
export const MAX_AXES = 64;

/** Checks that `shape` is a list of at most 64 whole, non-negative sizes and returns a copy that nobody else holds. */
export function checkShape(op: string, shape: unknown): number[] {
  if (!isList(shape)) throw new ShapeError(`${op}: a shape is an array of sizes, got ${formatValue(shape)}`);
  checkRank(op, shape.length);
  const copy = shape.slice() as number[];
  for (let i = 0; i < copy.length; i++) {
    if (!Number.isSafeInteger(copy[i]) || copy[i] < 0) {
      throw new ShapeError(`${op}: shape ${formatValue(shape)} has a size that is not a whole number >= 0`);
    }
    if (copy[i] === 0) copy[i] = 0; // never -0
  }
  if (!Number.isSafeInteger(sizeOf(copy))) {
    throw new ShapeError(`${op}: shape ${formatValue(shape)} has more elements than can be counted`);
  }
  return copy;
}

/** A number or a list of numbers as a list of no more entries than there can be axes, yet to be checked. */
export function numbersFor(op: string, value: unknown): unknown[] {
  if (!isList(value)) return [value];
  checkRank(op, value.length);
  return Array.from(value);
}

/** Checks a number of axes. */
export function checkRank(op: string, axes: number): void {
  if (axes > MAX_AXES)
    throw new ShapeError(`${op}: ${axes} axes are more than the ${MAX_AXES} that a tensor can have`);
}

/** Resolves a possibly negative axis of a tensor of `ndim` axes (a scalar admits 0 and -1, as in PyTorch). */
export function checkAxis(op: string, axis: number, shape: Shape): number {
  const ndim = Math.max(shape.length, 1);
  if (!Number.isInteger(axis) || axis < -ndim || axis >= ndim) {
    throw new ShapeError(
      `${op}: axis ${formatValue(axis)} is not an axis of shape ${formatShape(shape)}; use ${-ndim} to ${ndim - 1}`,
    );
  }
  return axis < 0 ? axis + ndim : axis;
}

/** Resolves an axis, a list of axes, or nothing (all axes) into ascending distinct axes. */
export function checkAxes(
  op: string,
  axis: number | readonly number[] | null | undefined,
  shape: Shape,
): number[] {
  if (axis === undefined || axis === null) return shape.map((_, i) => i);
  const list: unknown = typeof axis === "number" ? [axis] : axis;
  if (!isList(list))
    throw new ShapeError(`${op}: axis must be a number or a list of numbers, got ${formatValue(axis)}`);
  checkRank(op, list.length);
  const axes = Array.from(list, (a) => checkAxis(op, a as number, shape)).sort((a, b) => a - b);
  for (let i = 1; i < axes.length; i++) {
    if (axes[i] === axes[i - 1])
      throw new ShapeError(`${op}: axis ${axes[i]} is named twice in ${formatValue(list)}`);
  }
  return shape.length === 0 ? [] : axes;
}

/** The shape after reducing `axes`: each becomes 1 (`keepDims`) or is dropped. */
export function reducedShape(shape: Shape, axes: readonly number[], keepDims: boolean): number[] {
  const out: number[] = [];
  for (let i = 0; i < shape.length; i++) {
    if (!axes.includes(i)) out.push(shape[i]);
    else if (keepDims) out.push(1);
  }
  return out;
}

/** Checks a whole number within bounds: counts, indices, sizes in options. */
export function checkInteger(
  op: string,
  name: string,
  value: unknown,
  min: number = -Infinity,
  max: number = Infinity,
): number {
  if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
    throw new ArgumentError(
      `${op}: ${name} must be a whole number${within(min, max)}, got ${formatValue(value)}`,
    );
  }
  return (value as number) + 0; // never -0
}

/** Checks a number that is not NaN and lies within bounds (inclusive). */
export function checkNumber(
  op: string,
  name: string,
  value: unknown,
  min: number = -Infinity,
  max: number = Infinity,
): number {
  if (typeof value !== "number" || Number.isNaN(value) || value < min || value > max) {
    throw new ArgumentError(`${op}: ${name} must be a number${within(min, max)}, got ${formatValue(value)}`);
  }
  return value;
}

/** Bounds as they follow "must be a number". */
function within(min: number, max: number): string {
  if (min === -Infinity) return max === Infinity ? "" : ` <= ${max}`;
  return max === Infinity ? ` >= ${min}` : ` from ${min} to ${max}`;
}
