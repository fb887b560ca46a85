import { inspect } from "node:util";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { ShapeError, tensor, zeros } from "../../src/index.ts";
import { formatTable } from "../../src/tensor/print-table.ts";

const host = globalThis as { __tslab__?: unknown };

afterEach(() => delete host.__tslab__);

test("shape, indices and values in columns", () => {
  expect(formatTable(tensor([[1, 2], [3, 4.5]])).split("\n")).toEqual([
    "tensor [2, 2] float32",
    "     0    1",
    "0  1.   2. ",
    "1  3.   4.5",
  ]); // prettier-ignore
  expect(formatTable(tensor([0.5, -1], { dtype: "float64", requiresGrad: true })).split("\n")).toEqual([
    "tensor [2] float64, requires grad",
    "     0     1",
    "   0.5  -1. ",
  ]);
  expect(formatTable(tensor(2.5))).toBe("tensor [] float32\n2.5");
  expect(formatTable(zeros([0, 3]))).toBe("tensor [0, 3] float32, no elements");
});

test("holds every element of a small tensor once, lines of one length", () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(sizes, (shape) => {
      const size = shape.reduce((product, n) => product * n, 1);
      const t = tensor(Array.from({ length: size }, (_, i) => i + 0.5), { shape }); // prettier-ignore
      const lines = formatTable(t).split("\n").slice(1);
      const values = lines.join(" ").match(/\d+\.\d+/g)!.map(Number); // prettier-ignore
      expect(values).toEqual([...t.data]);
      const tables = lines.join("\n").split(/^\[.*\]\n/m).filter((text) => text !== ""); // prettier-ignore
      expect(tables).toHaveLength(shape.length === 3 ? shape[0] : 1);
      for (const text of tables) {
        const lengths = text.replace(/\n$/, "").split("\n").map((line) => line.length); // prettier-ignore
        expect(new Set(lengths).size).toBe(1);
      }
    }),
  );
});

test("a large tensor is shown by its ends", () => {
  const lines = formatTable(zeros([100, 50, 40])).split("\n");
  expect(lines.filter((line) => line.startsWith("["))).toEqual([
    "[0, :, :]",
    "[1, :, :]",
    "[98, :, :]",
    "[99, :, :]",
  ]);
  expect(lines.length).toBeLessThan(90);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(90);
});

describe("in a notebook", () => {
  test("a result is a table, within something else it is brief", () => {
    const t = tensor([1, 2]);
    expect(inspect(t)).toBe(t.toString());
    host.__tslab__ = {};
    expect(inspect(t)).toBe(formatTable(t));
    expect(inspect([t])).toBe("[ tensor([1., 2.]) ]");
    expect(String(t)).toBe("tensor([1., 2.])");
  });

  test("an error is its message without the stack", () => {
    const error = new ShapeError("matmul: [2] x [3]");
    expect(inspect(error)).toContain("print-table.test.ts");
    host.__tslab__ = {};
    expect(inspect(error)).toBe("ShapeError: matmul: [2] x [3]");
    expect(error.stack).toContain("print-table.test.ts");
  });
});
