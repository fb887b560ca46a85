import { Generator, randperm, tensor, type Dtype, type Tensor } from "../../src/index.ts";
import type { Domain, OpSamples, Sample } from "./samples/index.ts";

/** Kinks that `nonzero` stays clear of: bounds and switch points of the usual activations. */
const KINKS = [-3, -2, -1, -0.5, 0, 0.5, 1, 2, 3];

/** Float32-representable values of a domain, the same for the same seed. */
export function draw(
  shape: readonly number[],
  domain: Domain,
  random: Generator,
  dtype: Dtype = "float64",
): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Array.from({ length: size }, () => element(domain, random));
  if (domain === "distinct") spread(values, random);
  return tensor(values.map(Math.fround), { shape, dtype });
}

/** Inputs for one call of an operation. */
export function drawInputs(of: OpSamples, sample: Sample, seed: number, dtype: Dtype = "float64"): Tensor[] {
  const random = new Generator(seed);
  return sample.inputs.map((shape, i) => draw(shape, domainOf(of, i), random, dtype));
}

export function domainOf(of: OpSamples, input: number): Domain {
  const { domain = "real" } = of;
  return typeof domain === "string" ? domain : (domain[input] ?? "real");
}

function element(domain: Domain, random: Generator): number {
  const u = random.uniform();
  if (domain === "positive") return 0.2 + 1.8 * u;
  if (domain === "unit") return -0.9 + 1.8 * u;
  const value = -2 + 4 * u;
  if (domain !== "nonzero") return value;
  const clear = (x: number): boolean => KINKS.every((kink) => Math.abs(x - kink) > 0.05) && Math.abs(x) > 0.2;
  let x = value;
  while (!clear(x)) x = -2 + 4 * random.uniform();
  return x;
}

/** Replaces the values by evenly spaced ones in random order: no two closer than a finite difference can see. */
function spread(values: number[], random: Generator): void {
  // Not a sort by coin flips: what that gives depends on the engine's way of sorting, and Chromium's changes as it compiles.
  const order = randperm(values.length, { generator: random });
  order.forEach((at, rank) => (values[at] = (4 * (rank + 0.4)) / values.length - 2));
}
