import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Tensor, mul, sum } from "@rewind/autograd";
import type { GoldenCase } from "./case.ts";
import { compare, type Difference, type Result, type Tolerance } from "./compare.ts";
import { Inputs, toTensor } from "./inputs.ts";
import type { Computed, FindKind, Kind } from "./kind.ts";

const DEFAULT_TOLERANCE: Tolerance = { rtol: 1e-4, atol: 1e-5 };

/** The verdict on one case. */
export interface Outcome {
  readonly id: string;
  readonly kind: string;
  /** Null if it passed. */
  readonly failure: string | null;
  /** Whether nothing computes the kind. */
  readonly unknown: boolean;
}

/** All cases of every `*.json` in a folder, by file name. */
export function loadCases(folder: string): Map<string, GoldenCase[]> {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort();
  return new Map(
    files.map((file) => {
      const cases = JSON.parse(readFileSync(join(folder, file), "utf8")) as GoldenCase[];
      return [file, cases.map((golden) => ({ ...golden, options: golden.options ?? {}, folder }))];
    }),
  );
}

/** Runs one case and compares everything it names. Never throws: an exception is a failure. */
export function runCase(golden: GoldenCase, find: FindKind): Outcome {
  const { id, kind } = golden;
  const compute = find(kind);
  if (compute === null) return { id, kind, failure: `unknown kind ${kind}`, unknown: true };
  try {
    return { id, kind, failure: differences(golden, compute), unknown: false };
  } catch (error) {
    const failure = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { id, kind, failure, unknown: false };
  }
}

function differences(golden: GoldenCase, compute: Kind): string | null {
  const inputs = new Inputs(golden);
  const result = compute(inputs);
  inputs.options.assertAllRead();
  const computed: Computed = result instanceof Tensor ? { outputs: { out: result } } : result;
  const tolerance = golden.tol ?? DEFAULT_TOLERANCE;
  const failures = check(computed.outputs, golden.outputs ?? {}, "output", tolerance);
  if (golden.grads !== undefined) {
    const grads = computed.grads ?? backpropagate(golden, inputs, computed.outputs);
    failures.push(...check(grads, golden.grads, "gradient", tolerance));
  }
  if (failures.length === 0) return null;
  const worst = failures.reduce((a, b) => (b.ratio > a.ratio ? b : a));
  return failures.length === 1 ? worst.text : `${worst.text} (and ${failures.length - 1} more)`;
}

function check(
  got: Readonly<Record<string, Result>>,
  wanted: GoldenCase["outputs"],
  what: string,
  tolerance: Tolerance,
): Difference[] {
  return Object.entries(wanted).flatMap(([name, reference]) => {
    const label = `${what} ${name}`;
    if (!Object.hasOwn(got, name)) return [{ ratio: Infinity, text: `${label}: not computed` }];
    const difference = compare(label, got[name], reference, tolerance);
    return difference.ratio > 1 ? [difference] : [];
  });
}

/** dL/d(input) for L = Σ sum(cotangent · output); an input the loss does not reach has gradient zero. */
function backpropagate(
  golden: GoldenCase,
  inputs: Inputs,
  outputs: Readonly<Record<string, Result>>,
): Record<string, Result> {
  const terms = Object.entries(golden.cotangents ?? {}).map(([name, cotangent]) => {
    const output = outputs[name];
    if (!(output instanceof Tensor)) throw new Error(`output ${name} has a cotangent but is no tensor`);
    return sum(mul(toTensor(cotangent), output));
  });
  if (terms.length === 0) throw new Error("grads without cotangents: the kind must compute them itself");
  const loss = terms.reduce((a, b) => a.add(b));
  if (loss.requiresGrad) loss.backward();
  return Object.fromEntries(
    Object.keys(golden.grads ?? {}).map((name) => {
      const leaf = inputs.tensor(name);
      return [name, leaf.grad ?? { shape: leaf.shape, data: new Float32Array(leaf.size) }];
    }),
  );
}
