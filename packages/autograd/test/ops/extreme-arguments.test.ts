import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  celu, clamp, elu, erf, gelu, grad, gradcheck, hardsigmoid, hardswish, hardtanh, jvp, leakyRelu, logSigmoid, logaddexp,
  logCumsumExp, maximum, minimum, mish, onesLike, relu, relu6, selu, sigmoid, silu, softplus, softsign, tanh, tensor,
  type Tensor,
} from "../../src/index.ts"; // prettier-ignore
import { assertClose } from "../support/assert-close.ts";

type Map = (x: Tensor) => Tensor;
const activations: [name: string, f: Map, limits: [number, number]][] = [
  ["sigmoid", sigmoid, [0, 1]],
  ["tanh", tanh, [-1, 1]],
  ["erf", erf, [-1, 1]],
  ["relu", relu, [0, Infinity]],
  ["leakyRelu", (x) => leakyRelu(x), [-Infinity, Infinity]],
  ["elu", (x) => elu(x, { alpha: 2 }), [-2, Infinity]],
  ["selu", selu, [-1.0507009873554805 * 1.6732632423543772, Infinity].map(Math.fround) as [number, number]],
  ["celu", (x) => celu(x, { alpha: 0.5 }), [-0.5, Infinity]],
  ["silu", silu, [-0, Infinity]],
  ["mish", mish, [-0, Infinity]],
  ["softsign", softsign, [-1, 1]],
  ["relu6", relu6, [0, 6]],
  ["hardsigmoid", hardsigmoid, [0, 1]],
  ["hardswish", hardswish, [0, Infinity]],
  ["gelu", (x) => gelu(x), [-0, Infinity]],
  ["gelu by tanh", (x) => gelu(x, { approximate: "tanh" }), [-0, Infinity]],
  ["softplus", (x) => softplus(x), [0, Infinity]],
  ["softplus without threshold", (x) => softplus(x, { threshold: Infinity }), [0, Infinity]],
  ["logSigmoid", logSigmoid, [-Infinity, -0]],
  ["hardtanh", (x) => hardtanh(x), [-1, 1]],
  ["clamp", (x) => clamp(x, { min: -1 }), [-1, Infinity]],
];
const derivative = (f: Map): Map => {
  return (x) => grad((y: Tensor) => f(y).sum())(x) as Tensor;
};
const anything = fc.double({ noNaN: true, noDefaultInfinity: false });

describe.each(activations)("%s", (_, f, limits) => {
  test("and its first two derivatives are numbers for every argument, and finite for every float32", () => {
    const assertNumbers = (x: number): void => {
      for (const dtype of ["float32", "float64"] as const) {
        const at = tensor([x], { dtype });
        const all = [f(at), derivative(f)(at), derivative(derivative(f))(at)].map((t) => t.item());
        const isFine = Math.abs(x) < 3e38 ? Number.isFinite : (v: number): boolean => !Number.isNaN(v);
        expect(all.filter((v) => !isFine(v))).toEqual([]);
      }
    };
    fc.assert(
      fc.property(fc.oneof(anything, fc.double({ min: -1e4, max: 1e4, noNaN: true })), assertNumbers),
    );
    [-Infinity, -1e4, 1e4, Infinity].forEach(assertNumbers);
  });

  test("has its limits, and passes NaN on", () => {
    expect(Array.from(f(tensor([-Infinity, Infinity, NaN])).data)).toEqual([...limits, NaN]);
  });

  test("has one derivative: the plain loop's and that written in operations are the same numbers", () => {
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1, maxLength: 8 }), (xs) => {
        const x = tensor(xs, { dtype: "float64" });
        const { tangent } = jvp(f, [x], [onesLike(x)]);
        // No sign of zero: masks and products differ there.
        expect(Array.from(tangent.data, (v) => v + 0)).toEqual(
          Array.from(derivative(f)(x).data, (v) => v + 0),
        );
      }),
    );
  });

  test("agrees with finite differences in its tails", () => {
    for (const x of [-30, -15, -6.5, 6.5, 15, 25]) expect(gradcheck(f, [tensor([x])]).ok).toBe(true);
  });
});

test("maximum and minimum pass NaN on from either side", () => {
  for (const op of [maximum, minimum]) {
    expect(op([NaN, 1, NaN], [1, NaN, NaN]).toArray()).toEqual([NaN, NaN, NaN]);
  }
});

test("logSigmoid keeps the digits that the logarithm of sigmoid loses", () => {
  expect(logSigmoid(tensor([-1000, 40], { dtype: "float64" })).toArray()).toEqual([-1000, -Math.exp(-40)]);
});

test("logaddexp and logCumsumExp neither overflow nor make NaN of -Infinity, nor do their derivatives", () => {
  const a = tensor([1000, -1000, -Infinity, -Infinity, 5], { dtype: "float64" });
  const b = tensor([999, -1000, -Infinity, 3, -Infinity], { dtype: "float64" });
  const sums = [1000 + Math.log1p(Math.exp(-1)), -1000 + Math.LN2, -Infinity, 3, 5];
  expect(logaddexp(a, b).toArray()).toEqual(sums);
  const shares = (grad((x: Tensor) => logaddexp(x, b).sum())(a) as Tensor).toArray();
  expect(shares).toEqual([1 / (1 + Math.exp(-1)), 0.5, 0.5, 0, 1]);

  const x = tensor([-Infinity, 1000, 1000, -Infinity, -1000], { dtype: "float64" });
  const running = [-Infinity, 1000, 1000 + Math.LN2, 1000 + Math.LN2, 1000 + Math.LN2];
  expect(logCumsumExp(x).toArray()).toEqual(running);
  const slope = derivative(logCumsumExp);
  assertClose(slope(x), tensor([0, 2.5, 1.5, 0, 0], { dtype: "float64" }), { rtol: 1e-12, atol: 0 });
  expect(derivative(slope)(x).data.some(Number.isNaN)).toBe(false);
});
