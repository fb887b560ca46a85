import fc from "fast-check";
import { expect, test } from "vitest";
import { formatValue } from "../src/errors.ts";
import { zeros } from "../src/index.ts";

test("a value in a message says what was passed, whatever that is, in a line", () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withMap: true, withDate: true }), (value) => {
      expect(typeof formatValue(value)).toBe("string");
    }),
  );
});

test("a plain object is shown by its keys, anything else that has a class by its name", () => {
  expect(formatValue({})).toBe("{}");
  expect(formatValue({ outputs: 1, state: 2 })).toBe("{ outputs, state }");
  expect(formatValue({ a: 1, b: 2, c: 3, d: 4, e: 5 })).toBe("{ a, b, c, d, … }");
  expect(formatValue(Object.create(null))).toBe("{}");
  expect(formatValue(new Map())).toBe("Map");
  expect(formatValue(zeros([2, 3]))).toBe("a tensor of shape [2, 3]");
  expect(formatValue([1, "a", undefined])).toBe('[1, "a", undefined]');
});
