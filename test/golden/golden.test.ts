import { describe, expect, test } from "vitest";
import { DATA_FOLDER } from "./data-folder.ts";
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

const files = loadCases(DATA_FOLDER);

describe.each(WHOLE)("%s", (file) => {
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
