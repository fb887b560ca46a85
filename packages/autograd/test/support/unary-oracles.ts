import { errorFunction } from "../../src/kernels/scalar/error-function.ts";
import { logistic, softplus } from "../../src/kernels/scalar/logistic.ts";

/** `1 - erf(z)` for z >= 0.7, by its continued fraction: what `1 - errorFunction(z)` cancels is whole here. */
function complement(z: number): number {
  let fraction = z;
  for (let i = 150; i > 0; i--) fraction = z + i / 2 / fraction;
  return Math.exp(-z * z) / (fraction * Math.sqrt(Math.PI));
}

/** The standard normal distribution function, to its last digits on either side. */
export function normal(x: number): number {
  return x < -1 ? complement(-x * Math.SQRT1_2) / 2 : (1 + errorFunction(x * Math.SQRT1_2)) / 2;
}

const SCALE = Math.sqrt(2 / Math.PI);

/** `√(2/π) (x + 0.044715 x³)` */
export function geluArgument(x: number): number {
  return SCALE * (x + 0.044715 * x ** 3);
}

/** A function of a float64 number, and its derivative where the kernels have one in terms of the input. */
interface Oracle {
  readonly f: (x: number) => number;
  readonly slope?: (x: number) => number;
}

/** What vanishes at -infinity as `x e^x` does. */
const gated =
  (share: (x: number) => number) =>
  (x: number): number =>
    x < -750 ? -0 : x * share(x);

/** Elementwise functions by their definition. */
export const oracles = {
  abs: { f: Math.abs, slope: Math.sign },
  erf: { f: errorFunction, slope: (x: number) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) },
  exp: { f: Math.exp },
  gelu: {
    f: gated(normal),
    slope: (x: number) => normal(x) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI),
  },
  geluTanh: {
    f: gated((x) => logistic(2 * geluArgument(x))),
    slope: (x: number) => {
      const y = logistic(2 * geluArgument(x));
      return y + x * y * (1 - y) * 2 * SCALE * (1 + 3 * 0.044715 * x * x);
    },
  },
  log: { f: Math.log, slope: (x: number) => 1 / x },
  logSigmoid: { f: (x: number) => -softplus(-x), slope: (x: number) => logistic(-x) },
  neg: { f: (x: number) => -x },
  reciprocal: { f: (x: number) => 1 / x },
  relu: { f: (x: number) => Math.max(x, 0) },
  rsqrt: { f: (x: number) => 1 / Math.sqrt(x) },
  sigmoid: { f: logistic },
  silu: {
    f: gated(logistic),
    slope: (x: number) => {
      const y = logistic(x);
      return y * (1 + x * (1 - y));
    },
  },
  sqrt: { f: Math.sqrt },
  square: { f: (x: number) => x * x, slope: (x: number) => 2 * x },
  tanh: { f: Math.tanh },
} satisfies Record<string, Oracle>;
