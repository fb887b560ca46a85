import fc from "fast-check";
import { expect, test } from "vitest";
import { scratchBytes } from "../../src/kernels/simd/arena.ts";
import { packedSize } from "../../src/kernels/simd/product.ts";

const sizes = fc.oneof(
  fc.nat(100),
  fc.integer({ min: 2 ** 28, max: 2 ** 34 }),
  fc.constantFrom(2 ** 31 - 1, 2 ** 31, 2 ** 32),
);

test("what a kernel needs is counted beyond 32 bits", () => {
  fc.assert(
    fc.property(sizes, (elements) => {
      const bytes = scratchBytes(elements);
      expect(bytes % 32).toBe(0);
      expect(bytes).toBeGreaterThanOrEqual(4 * elements);
      expect(bytes).toBeLessThan(4 * elements + 32);
    }),
  );
  expect(scratchBytes(0)).toBe(0);
});

test("so is a packed operand", () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 9 }), (n, k) => {
      fc.pre(n > 1);
      const packed = packedSize({ m: 8, n, k, transposeA: false, transposeB: false });
      expect(packed).toBeGreaterThanOrEqual(n * k);
      expect(packed).toBeLessThan((n + 8) * k);
    }),
  );
});
