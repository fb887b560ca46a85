import fc from "fast-check";
import { expect, test } from "vitest";
import { choice, decimal, integer, readOptions, text, toggle } from "../src/option.ts";
import { UserError } from "../src/user-error.ts";

const table = {
  size: integer("a size", 3, 1, 9),
  rate: decimal("a rate", 0.5, "a number above 0", (x) => x > 0),
  kind: choice("a kind", "one", ["one", "two"]),
  file: text("a file", "here", "FILE"),
  fast: toggle("be fast"),
};
const read = (args: Record<string, unknown>): unknown => readOptions(table, args).values;

test("what is left out has its default, and counts as not given", () => {
  const { values, given } = readOptions(table, { _: [], size: "7" });
  expect(values).toEqual({ size: 7, rate: 0.5, kind: "one", file: "here", fast: false });
  expect([...given]).toEqual(["size"]);
});

test("whole numbers within the bounds are taken", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), (size) => {
      expect(read({ size: String(size) })).toMatchObject({ size });
    }),
  );
});

test("all other numbers are refused", () => {
  const numbers = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.double());
  const wrong = numbers.filter((x) => !(Number.isInteger(x) && x >= 1 && x <= 9));
  fc.assert(
    fc.property(wrong, (size) => {
      expect(() => read({ size: String(size) })).toThrow(UserError);
    }),
  );
});

test.each([
  [{ size: "" }, "--size takes a whole number from 1 to 9, got nothing"],
  [{ size: "0x5" }, '--size takes a whole number from 1 to 9, got "0x5"'],
  [{ size: false }, "--size takes a whole number from 1 to 9, got --no-size"],
  [{ rate: "Infinity" }, '--rate takes a number above 0, got "Infinity"'],
  [{ rate: "NaN" }, '--rate takes a number above 0, got "NaN"'],
  [{ rate: "1,5" }, '--rate takes a number above 0, got "1,5"'],
  [{ rate: "0" }, '--rate takes a number above 0, got "0"'],
  [{ kind: "three" }, '--kind takes one of one, two, got "three"'],
  [{ file: "" }, "--file takes a value (FILE), got nothing"],
  [{ sise: "3" }, "unknown option --sise; did you mean --size? --help lists them all"],
  [{ colour: "3" }, "unknown option --colour; --help lists them all"],
  [{ x: true }, "unknown option -x; --help lists them all"],
  [{ constructor: "3" }, "unknown option --constructor; --help lists them all"],
])("refuses %j in one line", (args, message) => {
  expect(() => read(args)).toThrow(new UserError(message));
});
