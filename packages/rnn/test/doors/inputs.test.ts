import { linspace, unstack, zeros } from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flattenState } from "../../src/index.ts";
import { assertRefused } from "../support/assert-refused.ts";
import { notTensors } from "../support/nonsense.ts";
import { planOf, type Setting } from "../support/proofs/setting.ts";
import { samples, type Sample } from "../support/samples/index.ts";

// Whatever a cell, wrapper or layer cannot read is refused; emptiness and large numbers are not.
const setting: Setting = { steps: 3, batch: 2, inputSize: 3, hiddenSize: 2, numLayers: 1, bidirectional: false, reverse: false, padding: null, seed: 1 }; // prettier-ignore
const everySample = Object.entries<readonly Sample[]>(samples).flatMap(([name, of]) =>
  of.map((sample): [string, string, Sample] => [name, sample.name, sample]),
);

describe.each(everySample)("%s, %s", (name, _sample, sample) => {
  const subject = sample.build(planOf(setting));
  const start = subject.initialState(2);
  const hasState = flattenState(start).length > 0;

  test("refuses inputs of another rank, size or kind", () => {
    const shapes = fc
      .array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 })
      .filter((shape) => shape.length !== 3 || shape[2] !== subject.inputSize);
    fc.assert(
      fc.property(shapes, (shape) => {
        // Layers take one sequence without a batch, [T, I].
        const single = ["RNN", "LSTM", "GRU", "Recurrent", "BidirectionalLayer"].includes(name) && shape.length === 2 && shape[1] === subject.inputSize; // prettier-ignore
        if (!single) assertRefused(() => subject.run(zeros(shape, { dtype: "float64" }), {}));
      }),
      { numRuns: 15 },
    );
    for (const bad of notTensors) assertRefused(() => subject.run(bad as never, {}));
  });

  test("refuses lengths out of range and states that do not fit", () => {
    if (!hasState) return;
    const input = zeros([3, 2, subject.inputSize], { dtype: "float64" });
    for (const lengths of [[4, 1], [1, -1], [1], [1.5, 1], [NaN, 1]])
      assertRefused(() => subject.run(input, { lengths }));
    for (const bad of [null, 3, "x", zeros([1]), {}, [], subject.initialState(2) && { odd: zeros([2, 2]) }])
      assertRefused(() => subject.run(input, { state: bad as never }));
    for (const bad of [null, 3, zeros([1]), {}, []])
      assertRefused(() => subject.step(unstack(input)[0], bad as never));
  }); // prettier-ignore

  test("runs no steps, and no sequences", () => {
    const none = subject.run(zeros([0, 2, subject.inputSize], { dtype: "float64" }), { state: start });
    expect(none.outputs.shape.slice(0, 2)).toEqual([0, 2]);
    const after = flattenState(none.state);
    flattenState(start).forEach(({ tensor }, i) => expect([...after[i].tensor.data]).toEqual([...tensor.data]));
    const empty = sample.build(planOf({ ...setting, batch: 0 }));
    const nobody = empty.run(zeros([3, 0, subject.inputSize], { dtype: "float64" }), {});
    expect(nobody.outputs.shape.slice(0, 2)).toEqual([3, 0]);
    expect(nobody.outputs.size).toBe(0);
  }); // prettier-ignore

  test("comes to numbers, whatever finite inputs it is given", () => {
    const { outputs } = subject.run(linspace(-1e4, 1e4, 6 * subject.inputSize, { dtype: "float64" }).reshape([3, 2, subject.inputSize]), {});
    expect(outputs.data.every(Number.isFinite)).toBe(true);
  }); // prettier-ignore
});
