import fc from "fast-check";
import { expect, test } from "vitest";
import { randn, tril, triu } from "../../src/index.ts";

test("tril keeps j <= i + diagonal, triu j >= i + diagonal, in every matrix of a batch", () => {
  const sizes = fc.tuple(fc.nat(3), fc.nat(5), fc.nat(5));
  fc.assert(
    fc.property(sizes, fc.integer({ min: -6, max: 6 }), (shape, diagonal) => {
      const x = randn(shape);
      const columns = shape[2];
      const where = (keep: (i: number, j: number) => boolean): number[] =>
        Array.from(x.data, (value, at) => {
          const j = at % columns;
          return keep(((at - j) / columns) % shape[1], j) ? value : 0;
        });
      expect(Array.from(tril(x, { diagonal }).data)).toEqual(where((i, j) => j <= i + diagonal));
      expect(Array.from(triu(x, { diagonal }).data)).toEqual(where((i, j) => j >= i + diagonal));
    }),
  );
});
