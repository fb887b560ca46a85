import fc from "fast-check";
import { expect, test } from "vitest";
import {
  arange, diagonal, eye, grad, indexAdd, indexSelect, maskedSelect, movedim, onesLike, pad, permute, randn, repeat,
  repeatInterleave, roll, scatterAdd, slice, tensor, unfold, unsqueeze, type BorderMode, type Tensor,
} from "../../src/index.ts"; // prettier-ignore

const small = fc.integer({ min: 1, max: 4 });
const counted = (shape: number[]): Tensor => arange(shape.reduce((a, b) => a * b, 1)).reshape(shape);

test("roll: element i comes from i - shift, around the end; rolling back gives x", () => {
  fc.assert(
    fc.property(
      small,
      small,
      fc.integer({ min: -9, max: 9 }),
      fc.integer({ min: -9, max: 9 }),
      (m, n, a, b) => {
        const x = counted([m, n]);
        const y = roll(x, [a, b], [0, 1]);
        const wrap = (i: number, size: number): number => ((i % size) + size) % size;
        const expected = Array.from(x.data, (_, at) => {
          return wrap(Math.floor(at / n) - a, m) * n + wrap((at % n) - b, n);
        });
        expect(Array.from(y.data)).toEqual(expected);
        expect(roll(y, [-b, -a], [-1, -2]).toArray()).toEqual(x.toArray());
        expect(Array.from(roll(x, a).data)).toEqual(Array.from(x.data, (_, at) => wrap(at - a, m * n)));
      },
    ),
  );
});

test("repeat: element [i, j] is x's at [i mod m, j mod n]", () => {
  fc.assert(
    fc.property(small, small, fc.nat(3), fc.nat(3), (m, n, down, across) => {
      const y = repeat(counted([m, n]), [down, across]);
      expect(y.shape).toEqual([m * down, n * across]);
      y.data.forEach((value, at) =>
        expect(value).toBe((Math.floor(at / y.shape[1]) % m) * n + ((at % y.shape[1]) % n)),
      );
    }),
  );
  expect(repeat(tensor([1, 2]), [2, 1, 2]).toArray()).toEqual([[[1, 2, 1, 2]], [[1, 2, 1, 2]]]);
});

test("repeatInterleave is indexSelect with every index as often as asked", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 5 }), (counts) => {
      const x = counted([2, counts.length]);
      const indices = counts.flatMap((count, i) => new Array<number>(count).fill(i));
      const expected = indexSelect(x, indices, { axis: 1 }).toArray();
      expect(repeatInterleave(x, counts, { axis: 1 }).toArray()).toEqual(expected);
    }),
  );
  expect(repeatInterleave(tensor([[1, 2], [3, 4]]), 2).toArray()).toEqual([1, 1, 2, 2, 3, 3, 4, 4]); // prettier-ignore
});

test("movedim puts each source axis at its destination and keeps the order of the rest", () => {
  const x = counted([2, 3, 4, 5]);
  expect(movedim(x, 0, -1).toArray()).toEqual(permute(x, [1, 2, 3, 0]).toArray());
  expect(movedim(x, [3, 0], [0, 2]).toArray()).toEqual(permute(x, [3, 1, 0, 2]).toArray());
  expect(movedim(movedim(x, [1, 3], [2, 0]), [2, 0], [1, 3]).toArray()).toEqual(x.toArray());
});

test("diagonal: element k is x[k + below, k + above], for every offset", () => {
  fc.assert(
    fc.property(small, small, fc.integer({ min: -5, max: 5 }), (m, n, offset) => {
      const x = counted([m, n]);
      const expected = [];
      for (let i = 0; i < m; i++) if (i + offset >= 0 && i + offset < n) expected.push(i * n + i + offset);
      expect(Array.from(diagonal(x, { offset }).data)).toEqual(expected);
    }),
  );
  const stack = counted([2, 3, 3]);
  expect(diagonal(stack, { axis0: 1, axis1: 2 }).toArray()).toEqual([[0, 4, 8], [9, 13, 17]]); // prettier-ignore
  expect((grad((x: Tensor) => diagonal(x).sum())(eye(3)) as Tensor).toArray()).toEqual(eye(3).toArray());
});

test("unfold: window w is the slice from w times the step; an element's gradient counts its windows", () => {
  fc.assert(
    fc.property(small, small, fc.integer({ min: 4, max: 9 }), (size, step, length) => {
      const x = counted([2, length]);
      const windows = unfold(x, 1, size, step);
      expect(windows.shape).toEqual([2, Math.floor((length - size) / step) + 1, size]);
      const uses = new Array<number>(length).fill(0);
      for (let w = 0; w < windows.shape[1]; w++) {
        const from = w * step;
        const window = slice(windows, [null, w]);
        expect(window.toArray()).toEqual(slice(x, [null, [from, from + size]]).toArray());
        for (let i = 0; i < size; i++) uses[from + i]++;
      }
      const g = grad((t: Tensor) => unfold(t, 1, size, step).sum())(x) as Tensor;
      expect(g.toArray()).toEqual([uses, uses]);
    }),
  );
});

test("maskedSelect keeps what the mask marks, in order, and sends gradients there", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (mask) => {
      const x = counted([2, 3]);
      const chosen = tensor(mask.map(Number), { shape: [2, 3] });
      expect(Array.from(maskedSelect(x, chosen).data)).toEqual([0, 1, 2, 3, 4, 5].filter((i) => mask[i]));
      const g = grad((t: Tensor) => maskedSelect(t, chosen).sum())(x) as Tensor;
      expect(g.toArray()).toEqual(chosen.toArray());
    }),
  );
  expect(maskedSelect(tensor([1, 2]), [[true], [false], [true]]).toArray()).toEqual([1, 2, 1, 2]);
});

test("indexAdd is scatterAdd with one index for each whole entry", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3), { maxLength: 6 }), (indices) => {
      const x = randn([4, 2]);
      const source = randn([indices.length, 2]);
      const each = Int32Array.from(indices.flatMap((i) => [i, i]));
      const expected = scatterAdd(x, each, source.mul(0.5), { shape: source.shape });
      const sum = indexAdd(x, indices, source, { alpha: 0.5 });
      sum.data.forEach((value, i) => expect(value).toBeCloseTo(expected.data[i], 5));
    }),
  );
});

test.each<[BorderMode, (i: number, n: number) => number, least: number]>([
  ["reflect", (i, n) => (n === 1 ? 0 : Math.abs(((i + n - 1) % (2 * n - 2)) - (n - 1))), 1],
  ["replicate", (i, n) => Math.min(Math.max(i, 0), n - 1), 0],
  ["circular", (i, n) => i % n, 0],
])("pad with mode %s continues the axis from its own entries", (mode, source, less) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(5), fc.nat(5), (n, before, after) => {
      const [left, right] = [Math.min(before, n - less), Math.min(after, n - less)];
      const x = counted([2, n]);
      const y = pad(x, [[left, right]], { mode });
      const period = mode === "reflect" ? 2 * n - 2 : n;
      const row = Array.from({ length: left + n + right }, (_, at) =>
        source(mode === "replicate" ? at - left : at - left + 2 * period, n),
      );
      expect(y.toArray()).toEqual([row, row.map((value) => value + n)]);
      expect(
        pad(
          unsqueeze(x, 1),
          [
            [left, right],
            [0, 0],
          ],
          { mode },
        ).shape,
      ).toEqual([2, 1, row.length]);
      const g = grad((t: Tensor) => pad(t, [[left, right]], { mode }).sum())(onesLike(x)) as Tensor;
      const uses = Array.from({ length: n }, (_, i) => row.filter((value) => value === i).length);
      expect(g.toArray()).toEqual([uses, uses]);
    }),
  );
});
