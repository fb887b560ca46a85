import fc from "fast-check";
import { expect, test } from "vitest";
import {
  cumprod,
  cumsum,
  exp,
  gradcheck,
  gradgradcheck,
  logCumsumExp,
  prod,
  slice,
  tensor,
} from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";

const factors = fc.array(fc.constantFrom(0, 0.5, -1, 2, 1.5), { minLength: 1, maxLength: 6 });

test("cumprod ends every prefix with its product, and is exact to order 2 with any number of zeros", () => {
  fc.assert(
    fc.property(factors, (data) => {
      const x = tensor(data, { dtype: "float64" });
      const products = cumprod(x);
      data.forEach((_, r) => expect(products.data[r]).toBeCloseTo(prod(slice(x, [[0, r + 1]])).item(), 12));
      expect(gradcheck((t) => cumprod(t), [x])).toMatchObject({ ok: true });
      expect(gradgradcheck((t) => cumprod(t), [x])).toMatchObject({ ok: true });
    }),
    { numRuns: 40 },
  );
});

test("logCumsumExp is the logarithm of the running sum of exponentials", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 8 }),
      (data) => {
        const x = tensor(data, { dtype: "float64" });
        assertClose(exp(logCumsumExp(x)), cumsum(exp(x)), { rtol: 1e-12, atol: 0 });
      },
    ),
  );
});
