import { empty } from "../../tensor/create.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { add, div, mul } from "./arithmetic.ts";
import { binary, pairwise, type BinaryOp } from "./binary.ts";
import { sign } from "./rounding.ts";
import { unaryWith, unary, type UnaryOp } from "./unary.ts";

// Each is the other's derivative, up to the exponent. Where zero would be raised to a negative power both are 0: the
// subgradient that norms take at their kink.
const magnitude = (x: number, exponent: number): number =>
  x === 0 && exponent < 0 ? 0 : exponent === 1 ? Math.abs(x) : Math.abs(x) ** exponent;
const signed = (x: number, exponent: number): number =>
  exponent === 1 ? x : x === 0 ? 0 : Math.sign(x) * magnitude(x, exponent);

/** `|x|^exponent`. @internal */
export const absPower: (x: Tensor, exponent: number) => Tensor = unaryWith<number>({
  name: "absPower",
  saves: "input",
  value: magnitude,
  slope: (x, exponent) => exponent * signed(x, exponent - 1),
  derivative: (x, exponent) => mul(signedPower(x, exponent - 1), exponent),
});

/** `sign(x) |x|^exponent`. @internal */
export const signedPower: (x: Tensor, exponent: number) => Tensor = unaryWith<number>({
  name: "signedPower",
  saves: "input",
  value: signed,
  slope: (x, exponent) => exponent * magnitude(x, exponent - 1),
  derivative: (x, exponent) => mul(absPower(x, exponent - 1), exponent),
});

/** `|x|`, with gradient 0 at 0. */
export const abs: UnaryOp = unary({
  name: "abs",
  saves: "input",
  value: Math.abs,
  slope: Math.sign,
  derivative: (x) => sign(x),
});

/**
 * `x` with its zeros replaced by Infinity: as a denominator they then give 0, and so do all derivatives, where a norm
 * or deviation of zero has none of its own. @internal
 */
export function zeroToInfinity(x: Tensor): Tensor {
  if (!x.data.includes(0)) return x;
  const shift = empty(x.shape, x.dtype);
  for (let i = 0; i < shift.data.length; i++) if (x.data[i] === 0) shift.data[i] = Infinity;
  return add(x, shift);
}

/**
 * `√(a² + b²)`, broadcast, without overflow. At the origin both gradients are 0.
 *
 * @throws ShapeError if the shapes do not broadcast
 */
export const hypot: BinaryOp = binary({
  name: "hypot",
  kernel: pairwise(Math.hypot),
  saves: true,
  gradients: [(g, a, b) => mul(g, cosine(a, b)), (g, a, b) => mul(g, cosine(b, a))],
});
const cosine = (a: Tensor, b: Tensor): Tensor => div(a, zeroToInfinity(hypot(a, b)));
