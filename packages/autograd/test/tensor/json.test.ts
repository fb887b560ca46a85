import fc from "fast-check";
import { expect, test } from "vitest";
import { RewindError, Tensor, add, tensor, zeros } from "../../src/index.ts";

const numbers = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, -0, 0, 5e-324, 3.4e38));
const tensors = fc
  .record({ rows: fc.nat(3), columns: fc.nat(4), dtype: fc.constantFrom("float32", "float64") })
  .chain(({ rows, columns, dtype }) =>
    fc
      .array(numbers, { minLength: rows * columns, maxLength: rows * columns })
      .map((values) => tensor(values, { shape: [rows, columns], dtype: dtype as "float32" })),
  );

test("a tensor is what JSON gives back, to the last bit", () => {
  fc.assert(
    fc.property(tensors, (t) => {
      for (const back of [
        tensor(JSON.parse(JSON.stringify(t)) as never),
        tensor(structuredClone(t.toJSON())),
      ]) {
        expect(back.shape).toEqual(t.shape);
        expect(back.dtype).toBe(t.dtype);
        expect([...back.data].every((value, i) => Object.is(value, t.data[i]))).toBe(true);
      }
    }),
  );
  expect(JSON.stringify(tensor([1, NaN, -Infinity, -0]))).toBe(
    '{"shape":[4],"dtype":"float32","data":[1,"NaN","-Infinity","-0"]}',
  );
  expect(tensor(tensor(2.5).toJSON(), { requiresGrad: true, dtype: "float64" })).toMatchObject({
    requiresGrad: true,
    dtype: "float64",
    shape: [],
  });
});

test("JSON that is no tensor is refused", () => {
  const json = tensor([1, 2]).toJSON();
  for (const bad of [
    { ...json, shape: [3] },
    { ...json, shape: [-2] },
    { ...json, dtype: "int8" },
    { ...json, data: [1, "2"] },
    { ...json, data: [1, null] },
    { ...json, data: "12" },
    {},
  ]) {
    expect(() => tensor(bad as never)).toThrow(RewindError);
    expect(() => tensor(bad as never)).toThrow(/^tensor: /);
  }
});

test("a structured clone says what it is", () => {
  const clone: unknown = structuredClone(zeros([2]));
  expect(clone).not.toBeInstanceOf(Tensor);
  for (const use of [() => tensor(clone as never), () => add(clone as never, 1), () => zeros([2]).mul(clone as never)])
    expect(use).toThrow(/a structured clone of a tensor, .* tensor\(json\)/);
}); // prettier-ignore
