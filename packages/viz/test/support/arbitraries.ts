import fc from "fast-check";

/** A number a chart must have a place for, not so large that an axis overflows. */
export const finite: fc.Arbitrary<number> = fc.double({ min: -1e12, max: 1e12, noNaN: true });

/** A gradient norm: zero, tiny, huge. */
export const gradientNorm: fc.Arbitrary<number> = fc.oneof(
  fc.constant(0),
  fc.double({ min: -40, max: 30, noNaN: true }).map((exponent) => 10 ** exponent),
);

/** Rows of one length. */
export function matrices(entry: fc.Arbitrary<number>): fc.Arbitrary<number[][]> {
  return fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 8 }))
    .chain(([rows, columns]) => matrixOf(entry, rows, columns));
}

export function matrixOf(
  entry: fc.Arbitrary<number>,
  rows: number,
  columns: number,
): fc.Arbitrary<number[][]> {
  const row = fc.array(entry, { minLength: columns, maxLength: columns });
  return fc.array(row, { minLength: rows, maxLength: rows });
}
