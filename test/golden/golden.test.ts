import { describe, expect, test } from "vitest";
import { DATA_FOLDER } from "./data-folder.ts";
import { KINDS } from "./kinds/index.ts";
import { loadCases, runCase } from "./run.ts";

/** Files of which every kind must be known; of the others, those kinds that are. */
const WHOLE = [
  "ops_elementwise.json",
  "ops_matmul.json",
  "ops_reduce.json",
  "ops_shape.json",
  "graph.json",
  "losses.json",
  "rnn.json",
  "tbptt.json",
  "checkpoints.json",
];
const REQUIRED = ["optim.SGD", "optim.Adam", "optim.AdamW", "clip_grad_norm", "clip_grad_value"];

const files = loadCases(DATA_FOLDER);

describe.each(WHOLE.concat("optim.json"))("%s", (file) => {
  const cases = files.get(file) ?? [];
  const kinds = [...new Set(cases.map((golden) => golden.kind))];
  const wanted = WHOLE.includes(file) ? kinds : kinds.filter((kind) => REQUIRED.includes(kind));

  test("has cases", () => expect(wanted).not.toEqual([]));

  test.each(wanted)("%s", (kind) => {
    const outcomes = cases.filter((golden) => golden.kind === kind).map((golden) => runCase(golden, KINDS));
    expect(outcomes.filter((outcome) => outcome.failure !== null)).toEqual([]);
  });
});
