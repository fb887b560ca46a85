import { describe, expect, test } from "vitest";
import { catalogue } from "../bench/src/catalogue.ts";
import type { Program } from "../bench/src/child.ts";
import { disagreements } from "../bench/src/disagreements.ts";
import { measure } from "../bench/src/measure.ts";
import { readOptions } from "../bench/src/options.ts";
import { PortableRandom } from "../bench/src/portable-random.ts";
import { summarize, type Result } from "../bench/src/result.ts";
import type { Spec } from "../bench/src/spec.ts";
import { table } from "../bench/src/table.ts";
import { prepare } from "../bench/src/workloads/index.ts";

const sizes = { batch: 2, steps: 3, input: 4, hidden: 5, classes: 3 };
const training: Spec[] = [
  { kind: "recurrent", cell: "lstm", form: "layer", ...sizes },
  { kind: "recurrent", cell: "gru", form: "layer", ...sizes },
  { kind: "recurrent", cell: "rnn", form: "layer", ...sizes },
  { kind: "recurrent", cell: "lstm", form: "cell", ...sizes },
  { kind: "recurrent", cell: "lstm", form: "eager", ...sizes },
  { kind: "mlp", batch: 4, sizes: [6, 5, 4, 3] },
];
const plain: Spec[] = [
  { kind: "matmul", size: 8, gradients: false },
  { kind: "matmul", size: 8, gradients: true },
  { kind: "elementwise", op: "tanh", size: 20 },
  { kind: "elementwise", op: "sigmoid", size: 20 },
  { kind: "elementwise", op: "chain", size: 20 },
  { kind: "softmax", rows: 6, classes: 4 },
  { kind: "tape", ops: 10, size: 4 },
];

async function losses(spec: Spec, count: number): Promise<number[]> {
  const task = prepare(spec);
  const values: number[] = [];
  for (let i = 0; i < count; i++) {
    await task.step();
    values.push(await task.loss());
  }
  return values;
}

describe("benchmark workloads", () => {
  test.each(training)("$kind $cell $form trains: the loss falls", async (spec) => {
    const values = await losses(spec, 20);
    expect(values.every(Number.isFinite)).toBe(true);
    expect(values[19]).toBeLessThan(values[0]);
  });

  test.each(plain)("$kind $op repeats: every step gives the same finite number", async (spec) => {
    const [first, second] = await losses(spec, 2);
    expect(Number.isFinite(first)).toBe(true);
    expect(second).toBe(first);
  });

  test("the three forms of an LSTM do the same work", async () => {
    const [layer, cell, eager] = await Promise.all(
      (["layer", "cell", "eager"] as const).map((form) =>
        losses({ kind: "recurrent", cell: "lstm", form, ...sizes }, 5),
      ),
    );
    cell.forEach((loss, i) => expect(loss).toBeCloseTo(layer[i], 5));
    eager.forEach((loss, i) => expect(loss).toBeCloseTo(layer[i], 5));
  });

  test("adam moves its parameter by the learning rate while the gradient stays", async () => {
    const [first, second, third] = await losses({ kind: "adam", size: 5 }, 3);
    expect(Math.abs(second - first)).toBeCloseTo(1e-3, 6);
    expect(third - second).toBeCloseTo(second - first, 6);
  });
});

describe("benchmark options", () => {
  test("without names all workloads run, beside the others; named ones run alone", () => {
    expect(readOptions([])).toMatchObject({ workloads: Object.keys(catalogue), peers: true });
    expect(readOptions(["tape"])).toMatchObject({ workloads: ["tape"], peers: false });
    expect(readOptions(["tape", "--peers"]).peers).toBe(true);
    expect(readOptions(["--alone"]).peers).toBe(false);
  });

  test("several Nodes may be given", () => {
    expect(readOptions(["--node", "a", "--node", "b"]).nodes).toEqual(["a", "b"]);
  });

  test("what cannot be is refused", () => {
    expect(() => readOptions(["lstm"])).toThrow('no workload "lstm"');
    expect(() => readOptions(["--steps", "0"])).toThrow("--steps must be a positive number, got 0");
    expect(() => readOptions(["--backend", "gpu"])).toThrow("simd or scalar, got gpu");
    expect(() => readOptions(["--fast"])).toThrow("--fast");
  });
});

describe("benchmark processes", () => {
  const spec: Spec = { kind: "matmul", size: 100, gradients: false };
  const limits = { rounds: 2, turnMs: 1, answerSeconds: 20, budgetSeconds: 5 };
  const speaking = (answer: string): Program => ({
    command: process.execPath,
    args: [
      "-e",
      `require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
      const request = JSON.parse(line);
      console.log("spec" in request ? '{"ready":"Fake 1"}' : JSON.stringify(${answer}));
    })`,
    ],
  });
  const stepping = (ms: number): Program =>
    speaking(`{ times: [${ms}, ${ms}], losses: [1], peakRssMb: 5, sinceStartMs: 70 }`);

  test("each program takes its turns; the first one and the round that warms up do not count", async () => {
    const results = await measure("some", { spec }, { Rewind: stepping(2), peer: stepping(6) }, limits);
    expect(results).toMatchObject([
      { workload: "some", framework: "Rewind", version: "Fake 1", median_ms: 2, steps: 4, losses: [1, 1, 1] },
      { workload: "some", framework: "peer", median_ms: 6, steps: 4 },
    ]);
  });

  test("a workload set against another gives one result, with the ratio", async () => {
    const [own, ...rest] = await measure(
      "some",
      { spec, against: "lstm-S" },
      { Rewind: stepping(2) },
      limits,
    );
    expect(own).toMatchObject({ median_ms: 2, ratio: 1 });
    expect(rest).toEqual([]);
  });

  test("fresh processes are timed from their start", async () => {
    const [own] = await measure("some", { spec, fresh: true }, { Rewind: stepping(2) }, limits);
    expect(own).toMatchObject({ median_ms: 70, first_ms: 70, steps: 2, losses: [1] });
  });

  test("a loop takes as many steps as it is asked for and reports the memory along them", async () => {
    const loop = speaking("{ times: [3], losses: [1], firstMs: 9, rssMb: [8, 7], peakRssMb: request.loop }");
    const programs = { Rewind: loop };
    const [own] = await measure("some", { spec, loop: 40 }, programs, limits);
    expect(own).toMatchObject({ steps: 40, peak_rss_mb: 40, first_ms: 9, rss_mb: { first: 8, last: 7 } });
    const [asked] = await measure("some", { spec, loop: 40 }, programs, { ...limits, loopSteps: 60 });
    expect(asked).toMatchObject({ steps: 60, peak_rss_mb: 60 });
  });

  test("a program that breaks leaves the others their results", async () => {
    const broken: Program = { command: process.execPath, args: ["-e", 'throw new Error("no luck")'] };
    const results = await measure("some", { spec }, { Rewind: stepping(2), broken }, limits);
    expect(results).toMatchObject([{ median_ms: 2 }, { framework: "broken", error: "Error: no luck" }]);
  });

  test("a program that says nothing is ended", async () => {
    const silent: Program = { command: process.execPath, args: ["-e", "setInterval(() => {}, 1000)"] };
    const results = await measure("some", { spec }, { silent }, { ...limits, answerSeconds: 0.3 });
    expect(results).toMatchObject([{ framework: "silent", error: "took over 0.3 s" }]);
  });
});

describe("benchmark results", () => {
  const spec: Spec = { kind: "matmul", size: 100, gradients: false };
  const result = (name: string, times: number[], losses: number[]): Result =>
    summarize("matmul-100", spec, { name, times, first: { ms: 9, losses }, peakRssMb: 1 }) as Result;

  test("the generator is the one other languages implement", () => {
    let state = 1n;
    const random = new PortableRandom(1);
    for (let i = 0; i < 100; i++) {
      state = (state * 1664525n + 1013904223n) % 2n ** 32n;
      expect(random.next()).toBe(Number(state) / 2 ** 32);
    }
  });

  test("medians, lowest times and speeds come from the steps", () => {
    expect(result("a", [4, 1, 2, 3], [1])).toMatchObject({
      median_ms: 2.5,
      min_ms: 1,
      first_ms: 9,
      gflops: 0.8,
    });
    expect(result("a", [3, 1, 2], [1]).median_ms).toBe(2);
  });

  test("a framework that computes something else is told on", () => {
    const own = result("Rewind", [1], [2, 1.9]);
    expect(disagreements([own, result("peer", [1], [2.0001, 1.9, 1.8])])).toEqual([]);
    expect(disagreements([own, result("peer", [1], [2, 1.8])])).toHaveLength(1);
    expect(disagreements([own, result("peer", [1], [Number.NaN])])).toHaveLength(1);
  });

  test("memory along a loop is told from where it is warm", () => {
    const measured = { name: "Rewind", times: [1], first: { ms: 1, losses: [1] }, peakRssMb: 9 };
    const rssMb = [1, 2, 30, 50, 40, 30, 30, 31, 32, 33];
    const loop = summarize("memory", spec, { ...measured, rssMb }) as Result;
    expect(loop.rss_mb).toEqual({ first: 30, last: 33, min: 30, max: 50 });
    expect(table([loop])).toContain("| memory   | 30 to 33, ±25 % in 1 steps |");
  });

  test("the table gives ratios, and says who was too slow", () => {
    const slow = { workload: "matmul-100", framework: "slow", error: "took over 5 s" };
    const text = table([result("Rewind", [1, 1, 1], [1]), result("peer", [4, 4, 4], [1]), slow]);
    expect(text).toMatch(/\| workload +\| +Rewind \| +peer \| +slow \|/);
    expect(text).toMatch(/\| +4 \(4\),[^|]* \| — \(took over 5 s\) \|/);
    expect(text).toMatch(/as long as Rewind, by the medians\.\n\n[^]*\| matmul-100 \| +4× \| +\|/);
  });

  test("with several Nodes a ratio for each", () => {
    const own = [result("Rewind, Node 1", [1], [1]), result("Rewind, Node 2", [0.5], [1])];
    const text = table([...own, result("peer", [4], [1])]);
    expect(text).toContain("as long as Rewind, in Node 1 · Node 2, by");
    expect(text).toContain("| matmul-100 | 4× · 8× |");
  });
});
