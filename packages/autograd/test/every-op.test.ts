import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as operations from "./support/operations.ts";
import { RewindError, Tensor, gradcheck, gradgradcheck, jvp, noGrad, tensor, vjp } from "../src/index.ts";
import { assertClose } from "./support/assert-close.ts";
import { domainOf, drawInputs } from "./support/draw.ts";
import { samples, type OpSamples, type Sample } from "./support/samples/index.ts";

const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const listOf = (result: Tensor | readonly Tensor[]): Tensor[] =>
  result instanceof Tensor ? [result] : [...result];
/** All outputs of a call in one flat tensor. */
const concatenated = (call: Sample["call"]): ((...inputs: Tensor[]) => Tensor) => {
  return (...inputs) => {
    const parts = listOf(call(...inputs)).map((part) => part.reshape([-1]));
    return parts.length === 1 ? parts[0] : operations.concat(parts);
  };
};

/** Runs a property over every sample of an operation, each on a few random inputs. */
function assertForEachSample(
  of: OpSamples,
  runs: number,
  property: (sample: Sample, seed: number) => void,
): void {
  for (const sample of of.samples) {
    fc.assert(
      fc.property(seeds, (seed) => property(sample, seed)),
      { numRuns: runs },
    );
  }
}

test("the samples cover the exported operations, and nothing else", () => {
  expect(Object.keys(samples).sort()).toEqual(Object.keys(operations).sort());
});

describe.each(Object.entries(samples) as [keyof typeof operations, OpSamples][])("%s", (name, of) => {
  test("has samples with an axis of size 0, an axis of size 1, and bad calls", () => {
    const sizes = of.samples.flatMap((sample) => sample.inputs.flat());
    expect(of.noEmpty !== undefined || sizes.includes(0)).toBe(true);
    expect(sizes).toContain(1);
    expect(of.bad.length).toBeGreaterThan(0);
  });

  test("refuses bad calls with a typed error that names it", () => {
    for (const call of of.bad) {
      expect(call).toThrow(RewindError);
      expect(call).toThrow(new RegExp(`^${name}\\b`));
    }
  });

  test("float32 agrees with float64", () => {
    assertForEachSample(of, 3, (sample, seed) => {
      const exact = listOf(sample.call(...drawInputs(of, sample, seed)));
      const rounded = listOf(sample.call(...drawInputs(of, sample, seed, "float32")));
      rounded.forEach((value, i) => {
        expect(value.shape).toEqual(exact[i].shape);
        assertClose(value, exact[i], { rtol: 2e-6, atol: 2e-6 });
      });
    });
  });

  test("leaves its inputs alone, and records nothing under noGrad", () => {
    assertForEachSample(of, 1, (sample, seed) => {
      const inputs = drawInputs(of, sample, seed);
      const before = inputs.map((input) => input.data.slice());
      inputs.forEach((input) => (input.requiresGrad = true));
      const unrecorded = listOf(noGrad(() => sample.call(...inputs)));
      expect(unrecorded.every((value) => inputs.includes(value) || !value.requiresGrad)).toBe(true);
      inputs.forEach((input, i) => expect(input.data).toEqual(before[i]));
    });
  });

  test("reads windows of larger tensors like tensors of their own", () => {
    assertForEachSample(of, 2, (sample, seed) => {
      const inputs = drawInputs(of, sample, seed);
      const windows = inputs.map((input) => {
        const data = new Float64Array(input.size + 5).fill(NaN);
        data.set(input.data, 3);
        return new Tensor(data.subarray(3, 3 + input.size), input.shape);
      });
      const own = listOf(sample.call(...inputs));
      listOf(sample.call(...windows)).forEach((value, i) => expect(value.data).toEqual(own[i].data));
    });
  });

  if (of.hidesNaN === undefined) {
    test("lets NaN through", () => {
      assertForEachSample(of, 2, (sample, seed) => {
        const inputs = drawInputs(of, sample, seed);
        inputs.forEach((input, i) => {
          if (input.size === 0) return;
          const poisoned = inputs.slice();
          poisoned[i] = new Tensor(input.data.map(() => NaN), input.shape); // prettier-ignore
          const values = listOf(sample.call(...poisoned)).filter((value) => value.size > 0);
          expect(values.length === 0 || values.some((value) => value.data.some(Number.isNaN))).toBe(true);
        });
      });
    });
  }

  if (of.noGradient !== undefined) {
    test("is never recorded", () => {
      assertForEachSample(of, 1, (sample, seed) => {
        const inputs = drawInputs(of, sample, seed);
        inputs.forEach((input) => (input.requiresGrad = true));
        expect(listOf(sample.call(...inputs)).some((value) => value.requiresGrad)).toBe(false);
      });
    });
    return;
  }

  test("gradients of order 1 agree with finite differences", () => {
    assertForEachSample(of, 3, (sample, seed) => {
      const result = gradcheck(sample.call, drawInputs(of, sample, seed));
      expect(result.ok, result.message).toBe(true);
    });
  });

  test("gradients of order 2 agree with finite differences", () => {
    assertForEachSample(of, 2, (sample, seed) => {
      const result = gradgradcheck(sample.call, drawInputs(of, sample, seed));
      expect(result.ok, result.message).toBe(true);
    });
  });

  test("the recorded backward pass gives the same gradients as the plain one", () => {
    assertForEachSample(of, 2, (sample, seed) => {
      const gradients = (createGraph: boolean): (Tensor | null)[] => {
        const inputs = drawInputs(of, sample, seed);
        inputs.forEach((input) => (input.requiresGrad = true));
        const output = concatenated(sample.call)(...inputs);
        if (output.requiresGrad) output.backward(output.detach(), { createGraph });
        return inputs.map((input) => input.grad);
      };
      const plain = gradients(false);
      gradients(true).forEach((grad, i) => {
        expect(grad === null).toBe(plain[i] === null);
        if (grad !== null) assertClose(grad, plain[i] as Tensor, { rtol: 1e-12, atol: 1e-12 });
      });
    });
  });

  test("jvp is the transpose of vjp", () => {
    assertForEachSample(of, 2, (sample, seed) => {
      const inputs = drawInputs(of, sample, seed);
      const call = concatenated(sample.call);
      const tangents = drawInputs({ samples: [], bad: [] }, sample, seed + 1);
      const { value, tangent } = jvp(call, inputs, tangents);
      const cotangent = value.mul(0.7).add(0.1);
      const pulled = vjp(call, ...inputs).pullback(cotangent);
      const forward = inner(cotangent, tangent);
      const backward = pulled.reduce((total, grad, i) => total + inner(grad, tangents[i]), 0);
      assertClose(tensor(forward, { dtype: "float64" }), tensor(backward, { dtype: "float64" }), {
        rtol: 1e-8,
        atol: 1e-8,
      });
    });
  });

  test("an operand used twice receives both gradients", () => {
    if (domainOf(of, 0) !== domainOf(of, 1)) return;
    for (const sample of of.samples) {
      if (sample.inputs.length !== 2 || String(sample.inputs[0]) !== String(sample.inputs[1])) continue;
      const result = gradcheck((a) => sample.call(a, a), drawInputs(of, sample, 7).slice(1));
      expect(result.ok, result.message).toBe(true);
    }
  });
});

function inner(a: Tensor, b: Tensor): number {
  let total = 0;
  for (let i = 0; i < a.size; i++) total += a.data[i] * b.data[i];
  return total;
}
