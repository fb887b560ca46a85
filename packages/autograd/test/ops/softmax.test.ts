import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Tensor, logSoftmax, logsumexp, noGrad, softmax, tensor } from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";

const rows = fc.array(fc.double({ min: -700, max: 700, noNaN: true }), { minLength: 1, maxLength: 20 });
const float64 = (values: readonly number[]): Tensor => tensor(values, { dtype: "float64" });
/** The gradient of `f` at `values` for a sum of its outputs weighted 1, 2, 3 …. */
const gradientOf = (f: (x: Tensor) => Tensor, values: readonly number[]): number[] => {
  const x = tensor(values, { dtype: "float64", requiresGrad: true });
  const y = f(x);
  y.backward(new Tensor(y.data.map((_, i) => i + 1), y.shape)); // prettier-ignore
  return Array.from((x.grad as Tensor).data);
};

describe("softmax", () => {
  test("is positive, adds up to 1, and does not see a shift", () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: -1000, max: 1000 }), (values, shift) => {
        const y = softmax(float64(values));
        expect(y.data.every((p) => p >= 0)).toBe(true);
        expect(y.sum().item()).toBeCloseTo(1, 12);
        assertClose(softmax(float64(values.map((v) => v + shift))), y, { rtol: 1e-9, atol: 1e-15 });
      }),
    );
  });

  test("is right to the last digit of float32", () => {
    fc.assert(
      fc.property(rows, (values) => {
        const x = tensor(values);
        expect(Array.from(softmax(x).data)).toEqual(
          Array.from(softmax(x.to("float64")).data, (p) => Math.fround(p)),
        );
        expect(Array.from(logSoftmax(x).data)).toEqual(
          Array.from(logSoftmax(x.to("float64")).data, (p) => Math.fround(p)),
        );
      }),
    );
  });

  test("agrees with its logarithm and with logsumexp", () => {
    fc.assert(
      fc.property(rows, (values) => {
        const x = float64(values);
        const log = logSoftmax(x);
        assertClose(log, x.sub(logsumexp(x)), { rtol: 1e-12, atol: 1e-12 });
        assertClose(log.exp(), softmax(x), { rtol: 1e-9, atol: 1e-300 });
      }),
    );
  });

  test("gives masked entries probability 0 and gradient 0, whatever the mask", () => {
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.boolean()), (values, masks) => {
        const masked = [...values.map((v) => (masks.next().value ? v : -Infinity)), 0];
        const y = noGrad(() => softmax(float64(masked)));
        const grad = gradientOf(softmax, masked);
        masked.forEach((value, i) => {
          if (value !== -Infinity) return;
          expect(y.data[i]).toBe(0);
          expect(Math.abs(grad[i])).toBe(0);
        });
        expect(grad.some(Number.isNaN)).toBe(false);
      }),
    );
  });

  test("of nothing but masked entries is NaN", () => {
    expect(Array.from(softmax(tensor([-Infinity, -Infinity])).data)).toEqual([NaN, NaN]);
    expect(Array.from(logSoftmax(tensor([-Infinity])).data)).toEqual([NaN]);
  });
});

describe("logsumexp", () => {
  test("does not overflow", () => {
    expect(logsumexp(tensor([1000, 1000])).item()).toBeCloseTo(1000 + Math.LN2, 3);
    expect(logsumexp(tensor([Infinity, 1])).item()).toBe(Infinity);
  });

  test("of nothing but -Infinity, or of nothing, is -Infinity with gradient 0", () => {
    expect(logsumexp(tensor([])).item()).toBe(-Infinity);
    expect(logsumexp(tensor([-Infinity, -Infinity])).item()).toBe(-Infinity);
    expect(gradientOf(logsumexp, [-Infinity, -Infinity])).toEqual([0, 0]);
  });

  test("has softmax for gradient", () => {
    fc.assert(
      fc.property(rows, (values) => {
        assertClose(float64(gradientOf(logsumexp, values)), softmax(float64(values)), {
          rtol: 1e-12,
          atol: 1e-300,
        });
      }),
    );
  });
});
