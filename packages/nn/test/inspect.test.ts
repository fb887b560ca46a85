import { inspect } from "node:util";
import { expect, test } from "vitest";
import { Linear } from "../src/index.ts";

test("printing a module shows its parameters' names and shapes, not their numbers", () => {
  const printed = inspect(new Linear(3, 2));
  expect(printed).toMatch(/^Linear\n[\s\S]*weight +\[2, 3\] +6[\s\S]*total: 8$/);
});
