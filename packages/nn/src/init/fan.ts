import { ShapeError, formatShape, type Tensor } from "@rewind/autograd";

/**
 * How many inputs feed one output of a weight, and how many outputs one input feeds: of `[out, in, …kernel]`, `in` and
 * `out` times the kernel's size. @internal
 */
export function fans(op: string, t: Tensor): { fanIn: number; fanOut: number } {
  if (t.ndim < 2) {
    throw new ShapeError(
      `init.${op}: shape ${formatShape(t.shape)} has no fan-in and fan-out; a weight has at least 2 axes`,
    );
  }
  const field = t.shape.slice(2).reduce((product, size) => product * size, 1);
  return { fanIn: t.shape[1] * field, fanOut: t.shape[0] * field };
}
