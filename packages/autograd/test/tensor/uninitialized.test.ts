import { expect, test } from "vitest";
import { uninitialized } from "../../src/tensor/uninitialized.ts";

test("under test, memory that nobody fills is full of NaN", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const { data } = uninitialized([3, 5], dtype);
    expect([...data]).toEqual(new Array(15).fill(NaN));
    expect(data.byteLength).toBe(data.buffer.byteLength);
  }
});
