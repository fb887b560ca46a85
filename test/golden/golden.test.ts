import { describe, expect, test } from "vitest";
import type { GoldenCase } from "./case.ts";
import { DATA_FOLDER, EXTRA_FOLDER } from "./data-folder.ts";
import { findKind } from "./kinds/index.ts";
import { loadCases, runCase } from "./run.ts";

/** The files that must pass whole. */
const WHOLE = [
  "ops_elementwise.json",
  "ops_matmul.json",
  "ops_reduce.json",
  "ops_shape.json",
  "ops_nn.json",
  "graph.json",
  "losses.json",
  "rnn.json",
  "tbptt.json",
  "optim.json",
  "schedulers.json",
  "checkpoints.json",
  "attention.json",
];

/** Files of further kinds that must, too. */
const EXTRA = [
  "ops.json",
  "neighbours.json",
  "losses.json",
  "optim.json",
  "schedulers.json",
  "schedules-together.json",
  "forms.json",
];

const data = loadCases(DATA_FOLDER);
const extra = loadCases(EXTRA_FOLDER);
const files = new Map<string, readonly GoldenCase[]>([
  ...WHOLE.map((file) => [file, data.get(file) ?? []] as const),
  ...EXTRA.map((file) => [`extra/${file}`, extra.get(file) ?? []] as const),
]);

describe.each([...files.keys()])("%s", (file) => {
  const cases = files.get(file) ?? [];
  const kinds = [...new Set(cases.map((golden) => golden.kind))];

  test("has cases", () => expect(kinds).not.toEqual([]));

  test.each(kinds)("%s", (kind) => {
    const outcomes = cases
      .filter((golden) => golden.kind === kind)
      .map((golden) => runCase(golden, findKind));
    expect(outcomes.filter((outcome) => outcome.failure !== null)).toEqual([]);
  });
});
