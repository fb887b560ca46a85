import fc from "fast-check";
import { expect, test } from "vitest";
import { ArgumentError, maxPool1d, maxPool2d, tensor, zeros } from "../../src/index.ts";

interface Case {
  readonly values: number[];
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: number;
}
const cases: fc.Arbitrary<Case> = fc
  .record({
    values: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 8 }),
    kernel: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 4 }),
    fraction: fc.nat(2),
  })
  .map(({ fraction, ...rest }) => ({ ...rest, padding: Math.min(fraction, Math.floor(rest.kernel / 2)) }))
  .filter(({ values, kernel, padding, dilation }) => values.length + 2 * padding > dilation * (kernel - 1));

/** What the windows hold, padding left out. */
function windowsOf({ values, kernel, stride, dilation, padding }: Case): number[][] {
  const windows: number[][] = [];
  const reach = dilation * (kernel - 1) + 1;
  for (let start = -padding; start + reach <= values.length + padding; start += stride) {
    const places = Array.from({ length: kernel }, (_, i) => start + i * dilation);
    windows.push(places.filter((place) => place >= 0 && place < values.length));
  }
  return windows;
}

test("a dilated window that meets nothing but padding gives -Infinity, and no gradient", () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { values, kernel, stride, dilation, padding } = given;
      const windows = windowsOf(given);
      const x = tensor([values], { dtype: "float64", requiresGrad: true });
      const out = maxPool1d(x, kernel, { stride, dilation, padding });
      const best = windows.map((places) => Math.max(...places.map((place) => values[place])));
      expect([...out.data]).toEqual(best);
      out.backward(tensor([best.map(() => 1)], { dtype: "float64" }));
      const shares = values.map(() => 0);
      windows.forEach((places, i) => {
        const place = places.find((at) => values[at] === best[i]);
        if (place !== undefined) shares[place]++;
      });
      expect([...x.grad!.data]).toEqual(shares);
    }),
    { examples: [[{ values: [1, 2], kernel: 2, stride: 1, dilation: 3, padding: 1 }]] },
  );
});

test("padding beyond half the kernel is refused, whatever the dilation", () => {
  expect(() => maxPool1d(zeros([1, 9]), 3, { padding: 2, dilation: 3 })).toThrow(/^maxPool1d: padding 2/);
  expect(() => maxPool2d(zeros([1, 9, 9]), [2, 5], { padding: [2, 1] })).toThrow(ArgumentError);
});
