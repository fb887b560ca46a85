import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ArgumentError, DtypeError, GraphError, RewindError, ShapeError, Tensor, checkpoint, chunk, einsum, expand, ones, reshape, split, stack, tensor,
  unsqueeze, unstack, where, zeros,
} from "../../src/index.ts"; // prettier-ignore

/** A list within lists, so many deep. */
function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = [value];
  return value;
}

describe("the constructor", () => {
  test("takes a list of whole sizes that its data fills, and nothing else", () => {
    const data = Float32Array.of(1, 2);
    for (const shape of [[2], [2, 1], [1, 2, 1]]) expect(new Tensor(data, shape).shape).toEqual(shape);
    for (const shape of [
      [1],
      [0.5, 4],
      [-1, -2],
      [NaN],
      [2n],
      ["2"],
      [[2]],
      [Infinity],
      [],
      new Array(1),
      2,
      "2",
      null,
      undefined,
      { length: 1, 0: 2 },
    ])
      expect(() => new Tensor(data, shape as number[])).toThrow(ShapeError);
    for (const wrong of [[1, 2], Int32Array.of(1, 2), null, 2, "ab"])
      expect(() => new Tensor(wrong as unknown as Float32Array, [2])).toThrow(DtypeError);
  });

  test("keeps a shape of its own", () => {
    const shape = [2, 3];
    const t = new Tensor(new Float32Array(6), shape);
    shape[0] = 7;
    shape.push(1);
    expect(t.shape).toEqual([2, 3]);
    expect(Object.is(new Tensor(new Float32Array(0), [-0]).shape[0], 0)).toBe(true);
  });

  test("refuses the options of other libraries", () => {
    const construct = Tensor as unknown as new (...args: unknown[]) => Tensor;
    for (const options of [{ requiresGrad: true }, { dtype: "float64" }, true, "float32"])
      expect(() => new construct(Float32Array.of(1), [1], options)).toThrow(ArgumentError);
  });
});

test("a window lies within its tensor and has whole sizes", () => {
  const t = tensor([1, 2, 3, 4]);
  expect(t.window(1, [2]).toArray()).toEqual([2, 3]);
  for (const [offset, shape] of [
    [3, [2]],
    [-1, [1]],
    [0.5, [1]],
    [NaN, [1]],
    [0, [0.5, 4]],
    [0, [-2, -2]],
    [0, null],
    [0, [null]],
    [0, [{ toString: null }]],
    ["0", [1]],
  ] as [number, number[]][])
    expect(() => t.window(offset, shape)).toThrow(ShapeError);
});

describe("axes", () => {
  const most = new Array<number>(64).fill(1);
  const more = [...most, 1];

  test("are at most 64, as in NumPy", () => {
    expect(zeros(most).ndim).toBe(64);
    expect(zeros(most).add(1).sum().item()).toBe(1);
    const refused = /^\w+: (65 axes are more than the 64|arrays nested more than 64 deep)/;
    for (const call of [
      () => zeros(more),
      () => new Tensor(new Float32Array(1), more),
      () => reshape(1, more),
      () => expand(1, more),
      () => unsqueeze(zeros(most), 0),
      () => stack([zeros(most)]),
      () => tensor(nested(65) as number[]),
      () => einsum("...,...->...", zeros(most), nested(65) as number[]),
    ]) {
      expect(call).toThrow(ShapeError);
      expect(call).toThrow(refused);
    }
  });

  test("beyond that are refused at once, however many", () => {
    const start = performance.now();
    expect(() => zeros(new Array<number>(200_000).fill(1))).toThrow(ShapeError);
    expect(() => tensor(nested(20_000) as number[])).toThrow(ShapeError);
    expect(() => zeros(new Array<number>(2 ** 31))).toThrow(ShapeError);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe("an array that contains itself", () => {
  const cycles = fc.constantFrom(
    ...[[], [1], [[1]], [1, 2]].map((start) => {
      const list: unknown[] = [...start];
      list.splice(start.length >> 1, 0, list);
      return list;
    }),
    (() => {
      const list: unknown[] = [];
      list.push([list], [list]);
      return list;
    })(),
  );

  test("is refused wherever arrays are taken", () => {
    fc.assert(
      fc.property(cycles, (cycle) => {
        const list = cycle as number[];
        for (const call of [
          () => tensor(list),
          () => ones([2]).add(list),
          () => zeros(list),
          () => stack(list),
          () => where(list, 1, 2),
          () => ones([2]).indexSelect(list),
          () => ones([2]).slice(list),
          () => ones([2]).permute(list),
          () => ones([2]).pad(list as never),
          () =>
            checkpoint((x: Tensor) => (x.size > 0 ? list : x) as never, tensor(1, { requiresGrad: true })),
        ])
          expect(call).toThrow(RewindError);
      }),
    );
  });
});

describe("what no memory holds is refused before it is tried", () => {
  test("lists of pieces", () => {
    for (const call of [
      () => chunk(zeros([0]), 2 ** 31),
      () => split(zeros([2 ** 31, 0]), 1),
      () => unstack(zeros([2 ** 31, 0])),
    ]) {
      expect(call).toThrow(ShapeError);
      expect(call).toThrow(/pieces/);
    }
    expect(unstack(zeros([1000]))).toHaveLength(1000);
  });

  test("nested arrays", () => {
    expect(() => zeros([2 ** 40, 0]).toArray()).toThrow(ShapeError);
    expect(() => zeros([2 ** 20, 2 ** 20, 0]).toArray()).toThrow(/^toArray: shape \[1048576, 1048576, 0\]/);
    expect(zeros([0, 2 ** 40]).toArray()).toEqual([]);
    expect(zeros([2, 0]).toArray()).toEqual([[], []]);
    expect(String(zeros([2 ** 40, 0]))).toBe("tensor([], shape=[1099511627776, 0])");
  });
});

test("writing wants to know who writes, and what", () => {
  const t = tensor([1, 2]);
  for (const args of [[], ["me"], [(data: Float32Array) => data.fill(1)], ["me", 3], [1, () => {}]])
    expect(() => (t.mutate as (...all: unknown[]) => unknown)(...args)).toThrow(ArgumentError);
  expect(t.toArray()).toEqual([1, 2]);
  expect(t.version).toBe(0);
});

test("a nesting that is shared to explode is refused, not unfolded", () => {
  let list: unknown = [1, 1];
  for (let i = 0; i < 60; i++) list = [list, list];
  expect(() => tensor(list as number[])).toThrow(ShapeError);
  expect(() =>
    checkpoint((x: Tensor) => (x.size > 0 ? list : x) as never, tensor(1, { requiresGrad: true })),
  ).toThrow(GraphError);
});
