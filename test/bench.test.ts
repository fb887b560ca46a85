import { describe, expect, test } from "vitest";
import type { Spec } from "../bench/src/spec.ts";
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
    expect(eager).toEqual(cell);
  });
});
