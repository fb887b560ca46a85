import fc from "fast-check";
import { expect, test } from "vitest";
import { isOneRun, readView, writeView, type View } from "../../src/ops/shape/strided.ts";

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** A contiguous array's axes in any order, each cut, stepped through and perhaps reversed: what slices and permutations ask for. */
const views: fc.Arbitrary<{ length: number; view: View }> = fc
  .array(
    fc.record({
      size: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 4, max: 40 })),
      start: fc.nat(2),
      step: fc.constantFrom(1, 1, 2, -1),
      rank: fc.nat(),
    }),
    { maxLength: 4 },
  )
  .filter((axes) => product(axes.map(({ size }) => size)) <= 20000)
  .map((axes) => {
    let stride = 1;
    let offset = 0;
    const placed = axes.map(({ size, start, step, rank }) => {
      const whole = start + Math.max(1, size) * Math.abs(step);
      offset += stride * (step > 0 ? start : whole - 1);
      const axis = { size, stride: stride * step, rank };
      stride *= whole;
      return axis;
    });
    placed.sort((a, b) => a.rank - b.rank);
    return {
      length: stride,
      view: { offset, shape: placed.map(({ size }) => size), strides: placed.map((axis) => axis.stride) },
    };
  });

function addresses({ offset, shape, strides }: View): number[] {
  let out = [offset];
  shape.forEach((size, axis) => {
    out = out.flatMap((base) => Array.from({ length: size }, (_, i) => base + i * strides[axis]));
  });
  return out;
}

test("reading a view lists its elements in row-major order", () => {
  fc.assert(
    fc.property(views, ({ length, view }) => {
      const data = Float64Array.from({ length }, (_, i) => i);
      expect(Array.from(readView(data, view))).toEqual(addresses(view));
    }),
  );
});

test("writing a view puts packed elements where reading finds them, and nothing elsewhere", () => {
  fc.assert(
    fc.property(views, ({ length, view }) => {
      const at = addresses(view);
      const target = new Float32Array(length).fill(-1);
      writeView(
        target,
        view,
        Float32Array.from(at, (_, i) => i),
      );
      const expected = new Float32Array(length).fill(-1);
      at.forEach((address, i) => (expected[address] = i));
      expect(target).toEqual(expected);
    }),
  );
});

test("one run means that the addresses follow one another", () => {
  fc.assert(
    fc.property(views, ({ view }) => {
      const at = addresses(view);
      expect(isOneRun(view)).toBe(at.length > 0 && at.every((address, i) => address === view.offset + i));
    }),
  );
});
