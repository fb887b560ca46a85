import { mul } from "./mul.ts";
import { unaryWith } from "./unary.ts";
import type { Tensor } from "../tensor/tensor.ts";

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
