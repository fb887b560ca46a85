import {
  Generator,
  type Tensor,
  concat,
  gradcheck,
  gradgradcheck,
  gradients,
  jvp,
  loadSafetensors,
  randn,
  saveSafetensors,
  tensor,
  unstack,
  vjp,
  type GradcheckResult,
} from "@rewind/autograd";
import { Module } from "@rewind/nn";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as rnn from "../src/index.ts";
import { detachState, truncatedBPTT, type StateTree } from "../src/index.ts";
import { assertClose } from "./support/assert-close.ts";
import { along, type Lines } from "./support/proofs/along.ts";
import { planOf, settings, type Setting } from "./support/proofs/setting.ts";
import { trialOf } from "./support/proofs/trial.ts";
import { samples, type Sample } from "./support/samples/index.ts";

/** Runs a property of one sample in random settings; what fails is the smallest setting found. */
function assertAlways(runs: number, property: (setting: Setting) => void): void {
  fc.assert(fc.property(settings, property), { numRuns: runs });
}

const sum = (terms: readonly Tensor[]): Tensor => terms.reduce((total, term) => total.add(term));
const asLeaf = (input: Tensor): Tensor => tensor(input, { dtype: "float64", requiresGrad: true });

/** A weighted sum of everything, the same weights each time. */
function lossOf(outputs: readonly Tensor[], seed: number): Tensor {
  const generator = new Generator(seed);
  return sum(outputs.map((out) => out.mul(randn(out.shape, { dtype: out.dtype, generator })).sum()));
}

function assertAgrees({ ok, worst }: GradcheckResult, names: readonly string[]): void {
  const where = worst === null ? "" : `${names[worst.input] ?? "upstream gradient"} at step ${String(worst.index)}`;
  expect({ ok, where: ok ? "" : where, worst: ok ? null : worst }).toEqual({ ok: true, where: "", worst: null });
} // prettier-ignore

test("the samples cover the exported cells, wrappers and layers, and nothing else", () => {
  const classes = Object.entries<unknown>(rnn).filter(
    (entry): entry is [string, typeof Module] =>
      typeof entry[1] === "function" && entry[1].prototype instanceof Module,
  );
  const isBase = (base: typeof Module): boolean =>
    classes.some(([, other]) => other.prototype instanceof base);
  const made = classes.filter(([, each]) => !isBase(each)).map(([name]) => name);
  expect(Object.keys(samples).sort()).toEqual(made.sort());
});

const all = Object.entries<readonly Sample[]>(samples).flatMap(([name, of]) =>
  of.map((sample): [string, Sample] => [`${name}, ${sample.name}`, sample]),
);

describe.each(all)("%s", (_name, sample) => {
  const lines = (setting: Setting): Lines => along(trialOf(sample, setting), setting.seed);

  test("gradients of order 1 agree with finite differences", () => {
    assertAlways(5, (setting) => {
      const { call, inputs, names } = lines(setting);
      assertAgrees(gradcheck(call, inputs), names);
    });
  });

  test("gradients of order 2 agree with finite differences", () => {
    assertAlways(2, (setting) => {
      const { call, inputs, names } = lines(setting);
      assertAgrees(gradgradcheck(call, inputs), names);
    });
  });

  test("jvp is the transpose of vjp", () => {
    assertAlways(2, (setting) => {
      const trial = trialOf(sample, setting);
      const generator = new Generator(setting.seed);
      const call = (...inputs: Tensor[]): Tensor =>
        concat(trial.call("never", inputs).map((out) => out.reshape([-1])));
      const tangents = trial.inputs.map(({ shape }) => randn(shape, { dtype: "float64", generator }));
      const { value, tangent } = jvp(call, trial.inputs, tangents);
      const cotangent = randn(value.shape, { dtype: "float64", generator });
      const pulled = vjp(call, ...trial.inputs).pullback(cotangent);
      const ahead = cotangent.mul(tangent).sum();
      assertClose(ahead, sum(pulled.map((grad, i) => grad.mul(tangents[i]).sum())), 1e-9);
    });
  });

  test("replayed, it is what it is unrolled: values, and gradients of order 1 and 2", () => {
    assertAlways(5, (setting) => {
      const trial = trialOf(sample, setting);
      const everything = (scan: "always" | "never"): Tensor[] => {
        const inputs = trial.inputs.map(asLeaf);
        const outputs = trial.call(scan, inputs);
        const loss = lossOf(outputs, setting.seed).square();
        const first = gradients(loss, inputs, { createGraph: true });
        const again = lossOf(first, setting.seed + 1);
        return [...outputs, ...first, ...(again.requiresGrad ? gradients(again, inputs) : [])];
      };
      const unrolled = everything("never");
      everything("always").forEach((value, i) => assertClose(value, unrolled[i], 1e-9, `result ${i}`));
    });
  });

  test("compiled for float32, it is what it is unrolled: values and gradients", () => {
    assertAlways(4, (setting) => {
      const trial = trialOf(sample, setting, "float32");
      const everything = (scan: "always" | "never"): Tensor[] => {
        const inputs = trial.inputs.map((input) => tensor(input, { requiresGrad: true }));
        const outputs = trial.call(scan, inputs);
        return [...outputs, ...gradients(lossOf(outputs, setting.seed), inputs)];
      };
      const unrolled = everything("never");
      everything("always").forEach((value, i) => {
        expect(value.dtype).toBe("float32");
        assertClose(value, unrolled[i], 1e-4, `result ${i}`);
      });
    });
  });

  test("windows of truncatedBPTT have the gradients of detaching by hand", () => {
    const spans = fc.record({ k1: fc.integer({ min: 1, max: 3 }), k2: fc.integer({ min: 1, max: 4 }) });
    fc.assert(
      fc.property(settings, spans, (setting, { k1, k2 }) => {
        const trial = trialOf(sample, setting);
        const xs = trial.inputs[0];
        const subject = trial.build();
        const parameters = subject.module.parameters();
        const step = (x: Tensor, state: StateTree): [Tensor, StateTree] => {
          const [output, next] = subject.step(x, state);
          return [output.square().mean(), next];
        };
        const start = subject.initialState(setting.batch);
        const slices = unstack(xs);
        const before = [start];
        for (const x of slices) before.push(detachState(step(x, before[before.length - 1])[1]));
        for (const window of truncatedBPTT({ step, state: start, inputs: xs, k1, k2 })) {
          const options = { retainGraph: true, updatedLeaves: true };
          let carried = before[window.start];
          const losses = slices.slice(window.start, window.t).map((x) => {
            const [loss, next] = step(x, carried);
            carried = next;
            return loss;
          });
          const byHand = sum(losses.slice(-Math.min(k1, k2)));
          assertClose(window.loss, byHand, 1e-12);
          if (!byHand.requiresGrad) continue;
          const expected = gradients(byHand, parameters);
          gradients(window.loss, parameters, options).forEach((grad, i) => assertClose(grad, expected[i], 1e-10));
        }
      }),
      { numRuns: 4 },
    );
  }); // prettier-ignore

  test("a saved state dict brings it back", () => {
    assertAlways(2, (setting) => {
      const trial = trialOf(sample, setting);
      const [model, other] = [sample.build(planOf(setting)), sample.build(planOf(setting))];
      const saved = saveSafetensors(model.module.stateDict());
      for (const each of Object.values(other.module.stateDict()))
        each.mutate("test", (data) => data.forEach((value, i) => (data[i] = value + 1)));
      other.module.loadStateDict(loadSafetensors(saved).tensors);
      const state = model.initialState(setting.batch);
      other.initialState(setting.batch);
      const results = [model, other].map(({ step }) => step(trial.inputs[0].select(0, 0), state)[0]);
      assertClose(results[0], results[1], 0);
    });
  });

  test("float32 agrees with float64", () => {
    assertAlways(2, (setting) => {
      const single = trialOf(sample, setting, "float32");
      const exact = trialOf(sample, setting).call("never", single.inputs.map((input) => input.to("float64")));
      single.call("never", single.inputs).forEach((value, i) => {
        expect(value.dtype).toBe("float32");
        assertClose(value, exact[i], 2e-5);
      });
    });
  }); // prettier-ignore

  test("every parameter is found by name and trained", () => {
    const trial = trialOf(sample, ample);
    const inputs = trial.inputs.map(asLeaf);
    const grads = gradients(lossOf(trial.call("never", inputs), 1), inputs);
    const names = trial.names.slice(trial.names.length - trial.parameters.length);
    const found = grads.slice(trial.names.length - names.length);
    expect(names.filter((_, i) => !found[i].data.some((g) => g !== 0))).toEqual([]);
    const saved = Object.keys(sample.build(planOf(ample)).module.stateDict());
    expect(saved.length).toBeGreaterThan(0);
    expect(saved).toEqual(expect.arrayContaining(names));
  });
});

/** Large enough for everything to matter. */
const ample: Setting = {
  steps: 3,
  batch: 3,
  inputSize: 3,
  hiddenSize: 3,
  numLayers: 2,
  bidirectional: true,
  reverse: false,
  padding: null,
  seed: 1,
};
