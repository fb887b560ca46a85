import fc from "fast-check";
import { expect, test } from "vitest";
import {
  ArgumentError,
  DtypeError,
  ShapeError,
  Tensor,
  arange,
  eye,
  full,
  linspace,
  oneHot,
  ones,
  tensor,
  zeros,
} from "../../src/index.ts";
import type { NestedArray } from "../../src/index.ts";

const shapes = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 });
const float = fc.float({ noNaN: false });

test("nested arrays in are nested arrays out, in both dtypes", () => {
  fc.assert(
    fc.property(
      shapes,
      fc.constantFrom("float32" as const, "float64" as const),
      fc.infiniteStream(float),
      (shape, dtype, stream) => {
        const t = zeros(shape, { dtype }).mutate("test", (data) => {
          for (let i = 0; i < data.length; i++) data[i] = stream.next().value as number;
        });
        const again = tensor(t.toArray(), { dtype });
        // Nesting cannot say what lies inside an axis of size 0.
        if (!shape.includes(0)) expect(again.shape).toEqual(shape);
        expect(again.data).toEqual(t.data);
      },
    ),
  );
});

test("tensor() copies, from tensors and typed arrays too", () => {
  const data = new Float32Array([1, 2, 3]);
  const t = tensor(data);
  data[0] = 9;
  expect(t.toArray()).toEqual([1, 2, 3]);
  expect(tensor(t).data).not.toBe(t.data);
  expect(tensor(new Float64Array([1])).dtype).toBe("float64");
  expect(tensor(t, { shape: [3, 1] }).shape).toEqual([3, 1]);
});

test("ragged, non-numeric and ill-fitting data are refused with the reason", () => {
  expect(() => tensor([[1, 2], [3]])).toThrow(/ragged.*1 entries at axis 1/);
  expect(() => tensor([[1], 2] as NestedArray)).toThrow(ShapeError);
  expect(() => tensor([1, [2]] as NestedArray)).toThrow(ShapeError);
  expect(() => tensor(["a"] as never)).toThrow(DtypeError);
  expect(() => tensor(undefined as never)).toThrow(DtypeError);
  expect(() => tensor(null as never)).toThrow(DtypeError);
  expect(() => tensor(new BigInt64Array(2) as never)).toThrow(DtypeError);
  expect(() => tensor([1, 2, 3], { shape: [2] })).toThrow(/3 elements do not fill shape \[2\]/);
  expect(() => tensor([1], { dtype: "int32" as never })).toThrow(DtypeError);
  expect(() => zeros([-1])).toThrow(ShapeError);
  expect(() => zeros([1.5])).toThrow(ShapeError);
  expect(() => zeros(3 as never)).toThrow(ShapeError);
  expect(() => new Tensor([1] as never, [1])).toThrow(DtypeError);
  expect(() => new Tensor(new Float32Array(2), [3])).toThrow(ShapeError);
});

test("ranges", () => {
  expect(arange(4).toArray()).toEqual([0, 1, 2, 3]);
  expect(arange(1, 2, 0.25).toArray()).toEqual([1, 1.25, 1.5, 1.75]);
  expect(arange(2, -1, -1).toArray()).toEqual([2, 1, 0]);
  expect(arange(3, 1).shape).toEqual([0]);
  expect(linspace(0, 1, 5).toArray()).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(linspace(2, 3, 1).toArray()).toEqual([2]);
  expect(() => arange(0, 1, 0)).toThrow(ArgumentError);
  expect(() => arange(NaN)).toThrow(ArgumentError);
});

test("matrices of zeros and ones", () => {
  expect(eye(2, 3).toArray()).toEqual([[1, 0, 0], [0, 1, 0]]); // prettier-ignore
  expect(oneHot([[0, 2]], 3).toArray()).toEqual([[[1, 0, 0], [0, 0, 1]]]); // prettier-ignore
  expect(
    full([2], 7)
      .add(ones([2]))
      .toArray(),
  ).toEqual([8, 8]);
  expect(() => oneHot([3], 3)).toThrow(/index 3 at position 0/);
  expect(() => oneHot([0.5], 3)).toThrow(DtypeError);
  expect(() => oneHot(tensor([0]) as never, 3)).toThrow(DtypeError);
});

test("requiresGrad can be switched on leaves only", () => {
  const x = tensor([1], { requiresGrad: true });
  const y = x.mul(2);
  expect(() => (y.requiresGrad = false)).toThrow(/detach/);
  x.requiresGrad = false;
  expect(x.mul(2).requiresGrad).toBe(false);
});

test("item() wants one element", () => {
  expect(tensor([[3]]).item()).toBe(3);
  expect(() => tensor([1, 2]).item()).toThrow(/shape \[2\]/);
});
