import { test } from "vitest";
import * as rewind from "../src/index.ts";
import { Generator, RewindError, Tensor, tensor, zeros, rand } from "../src/index.ts";
import { samples } from "./support/samples/index.ts";
import { drawInputs } from "./support/draw.ts";
import * as operations from "../src/ops/index.ts";
import { writeFileSync } from "node:fs";

const g = new Generator(1);
const pick = <T>(xs: T[]): T => xs[Math.floor(g.uniform() * xs.length)];
const shape = () => Array.from({ length: Math.floor(g.uniform() * 5) }, () => pick([0, 1, 1, 2, 2, 3, 4]));
const t = (): Tensor =>
  rand(shape(), { dtype: pick(["float32", "float64"]), generator: g })
    .mul(2)
    .sub(1);
const names = [
  "axis",
  "keepDims",
  "p",
  "training",
  "generator",
  "min",
  "max",
  "alpha",
  "beta",
  "threshold",
  "value",
  "mode",
  "stride",
  "padding",
  "dilation",
  "groups",
  "kernelSize",
  "ceilMode",
  "countIncludePad",
  "eps",
  "momentum",
  "weight",
  "bias",
  "runningMean",
  "runningVar",
  "mask",
  "isCausal",
  "scale",
  "dropoutP",
  "shape",
  "paddingIdx",
  "diagonal",
  "offset",
  "axis0",
  "axis1",
  "descending",
  "largest",
  "unbiased",
  "transposeA",
  "transposeB",
  "approximate",
  "negativeSlope",
  "normalizedShape",
  "nonsense",
  "outputPadding",
  "outputSize",
];
const num = () => pick<unknown>([-1, 0, 1, 2, 3, 0.5, -0.5, NaN, Infinity, -Infinity, 7]);
const junk = (): unknown =>
  pick<() => unknown>([
    num,
    num,
    t,
    t,
    t,
    () => null,
    () => undefined,
    () => "a",
    () => true,
    () => ({}),
    () => [],
    () => [[1], [2, 3]],
    () => shape(),
    () => [num(), num()],
    () => [
      [num(), num()],
      [num(), num()],
    ],
    () => Int32Array.of(0, 1),
    () => Int32Array.of(5),
    () => new Float64Array(3),
    () => Symbol("x"),
    () => 1n,
    () => () => 1,
    () => [null],
    () => [t(), t()],
    () => [t(), 1],
    () => new Map(),
    () => new Uint8Array(3),
    () => [[]],
    () => [["a"]],
    () => [
      [0, 1],
      [1, 0],
    ],
    () => [true, false],
  ])();
const opts = () =>
  Object.fromEntries(
    Array.from({ length: 1 + Math.floor(g.uniform() * 2) }, () => [
      pick(names),
      g.uniform() < 0.5 ? junk() : num(),
    ]),
  );
const show = (v: unknown): string =>
  v instanceof Tensor
    ? `T${v.dtype === "float64" ? "d" : ""}[${v.shape}]`
    : typeof v === "symbol" || typeof v === "bigint"
      ? String(v)
      : typeof v === "function"
        ? "fn"
        : Array.isArray(v)
          ? `[${v.map(show)}]`
          : ArrayBuffer.isView(v)
            ? `${v.constructor.name}`
            : typeof v === "object" && v !== null
              ? `{${Object.entries(v).map(([k, x]) => k + ":" + show(x))}}`
              : typeof v === "string"
                ? JSON.stringify(v)
                : String(v);
const valid = (v: unknown): boolean =>
  v instanceof Tensor
    ? v.shape.reduce((a, b) => a * b, 1) === v.size && v.shape.every((n) => Number.isInteger(n) && n >= 0)
    : v instanceof Int32Array
      ? true
      : Array.isArray(v)
        ? v.every(valid)
        : typeof v === "object" && v !== null
          ? Object.values(v).every(valid)
          : false;
const skip = new Set([
  "applyOp",
  "applyOpMany",
  "kernels",
  "checkOptions",
  "matmulOp",
  "sumTo",
  "runtime",
  "operand",
  "operands",
  "allocate",
  "checkDtype",
  "empty",
  "toIndices",
  "checkAxis",
  "checkInteger",
  "checkNumber",
  "checkShape",
  "sameShape",
  "sizeOf",
  "formatShape",
  "formatValue",
  "setBackend",
  "backend",
  "noGrad",
  "enableGrad",
  "isGradEnabled",
  "manualSeed",
  "defaultGenerator",
  "detectAnomaly",
]);

test("fuzz", () => {
  const out: string[] = [];
  const seen = new Set<string>();
  for (const [name, f] of Object.entries(rewind)) {
    if (typeof f !== "function" || skip.has(name) || /^[A-Z]/.test(name)) continue;
    for (let i = 0; i < 3000; i++) {
      const n = Math.floor(g.uniform() * 5);
      const args: unknown[] = Array.from({ length: n }, (_, k) =>
        g.uniform() < (k === 0 ? 0.85 : 0.35) ? t() : g.uniform() < 0.4 ? opts() : junk(),
      );
      const call = `${name}(${args.map(show).join(", ")})`;
      const t0 = performance.now();
      let kind = "";
      try {
        const r = (f as (...a: unknown[]) => unknown)(...args);
        if (!valid(r)) kind = `invalid result ${show(r).slice(0, 40)}`;
      } catch (e) {
        if (!(e instanceof RewindError))
          kind = `bare ${(e as Error).name}: ${(e as Error).message}`.slice(0, 90);
        else if (!new RegExp(`^${name}\\b`).test(e.message)) kind = `unnamed: ${e.message.slice(0, 70)}`;
      }
      if (performance.now() - t0 > 500) kind = "slow";
      const key = name + kind.replace(/[\d.-]+/g, "#").slice(0, 45);
      if (kind && !seen.has(key)) {
        seen.add(key);
        out.push(`${kind}   <- ${call}`);
      }
    }
  }
  // samples with hostile tensors
  for (const [name, of] of Object.entries(samples))
    for (const s of of.samples)
      for (let i = 0; i < 30; i++) {
        const inputs = drawInputs(of, s, i + 1) as unknown[];
        if (inputs.length === 0) continue;
        const at = Math.floor(g.uniform() * inputs.length);
        inputs[at] = g.uniform() < 0.7 ? t() : junk();
        let kind = "";
        try {
          const r = s.call(...(inputs as Tensor[]));
          if (!valid(r)) kind = `invalid ${show(r).slice(0, 40)}`;
        } catch (e) {
          if (!(e instanceof RewindError))
            kind = `bare ${(e as Error).name}: ${(e as Error).message}`.slice(0, 90);
          else if (!new RegExp(`^${name}\\b`).test(e.message)) kind = `unnamed: ${e.message.slice(0, 70)}`;
        }
        const key = name + kind.replace(/[\d.-]+/g, "#").slice(0, 45);
        if (kind && !seen.has(key)) {
          seen.add(key);
          out.push(`S ${kind}   <- ${name} ${s.call} (${inputs.map(show).join(", ")})`);
        }
      }
  writeFileSync("/tmp/fz/out.txt", out.join("\n"));
}, 600000);
