import { ArgumentError, tensor } from "@rewind/autograd";
import fc from "fast-check";
import { expect, test } from "vitest";
import { gradientTable, type GradientTableRow } from "../../src/index.ts";
import { finite } from "../support/arbitraries.ts";

const row = (gradient: number): GradientTableRow => ({
  input: "H",
  hidden: [0.5, -0.25],
  output: "e",
  gradient,
});

test("a row per time step, columns in line, in text and in HTML", () => {
  fc.assert(
    fc.property(fc.array(finite, { minLength: 1, maxLength: 12 }), (gradients) => {
      const table = gradientTable(gradients.map(row));
      const lines = table.text.split("\n");
      expect(lines).toHaveLength(gradients.length + 2);
      const column = lines[0].indexOf("gradient");
      for (const line of lines.slice(1)) expect(line.slice(column - 2, column)).toBe("  ");
      expect(table.html.match(/<tr>/g)).toHaveLength(gradients.length + 1);
      expect(String(table)).toBe(table.text);
    }),
  );
});

test("the lesson's columns, and a gradient that vanishes is not printed as zero", () => {
  const { head, rows } = gradientTable([row(1e-9), { ...row(0.5), output: tensor([1, 2, 3, 4, 5, 6, 7]) }], {
    digits: 2,
  });
  expect(head).toEqual(["time step", "input", "hidden state", "output", "gradient"]);
  expect(rows[0]).toEqual(["1", "H", "[0.50, -0.25]", "e", "1.0e-9"]);
  expect(rows[1]).toEqual(["2", "H", "[0.50, -0.25]", "[1.00, 2.00, 3.00, 4.00, 5.00, 6.00, …]", "0.50"]);
});

test("text is escaped in HTML", () => {
  expect(gradientTable([{ ...row(1), input: "<&>" }]).html).toContain("<td>&lt;&amp;&gt;</td>");
});

test.each([
  ["no rows", []],
  ["a number that is not finite", [row(Number.NaN)]],
  ["a missing cell", [{ input: "H" }]],
  ["an empty vector", [{ ...row(1), hidden: [] }]],
  ["no list", undefined],
])("refuses %s", (_, rows) => {
  expect(() => gradientTable(rows as never)).toThrow(/^gradientTable: /);
  expect(() => gradientTable(rows as never)).toThrow(ArgumentError);
});
