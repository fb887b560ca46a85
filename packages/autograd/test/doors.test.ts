import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as rewind from "../src/index.ts";
import * as internal from "../src/internal.ts";
import * as operations from "./support/operations.ts";
import { RewindError, Tensor, zeros } from "../src/index.ts";
import { drawInputs } from "./support/draw.ts";
import { samples } from "./support/samples/index.ts";

// Whatever a function is called with, it answers with valid tensors or refuses by name: see `assertAnswers`.

type Callable = (...args: unknown[]) => unknown;

/** Functions that change what others do: not to be called at random. */
const SETTINGS = new Set(["backend", "defaultGenerator", "isGradEnabled", "manualSeed", "setBackend"]);

const functions = Object.entries(rewind).filter(
  ([name, value]) =>
    typeof value === "function" && !(name in internal || SETTINGS.has(name) || /^[A-Z]/.test(name)),
) as [string, Callable][];

/** Functions that give more than tensors: functions, records, text, or whatever the function they run returns. */
const NOT_TENSORS = new Set([
  "checkpoint", "defineOp", "detectAnomaly", "enableGrad", "grad", "gradcheck", "gradgradcheck", "hessian", "jacobian",
  "noGrad", "tape", "toDot", "valueAndGrad", "vjp",
]); // prettier-ignore

/** Functions with points of finite numbers where they have no finite value, or none at all. */
const NOT_EVERYWHERE_DEFINED = new Set([
  "acos", "acosh", "addcdiv", "asin", "atanh", "batchNorm", "div", "fmod", "groupNorm", "instanceNorm", "layerNorm", "log", "log10",
  "log1p", "log2", "logit", "mean", "normalize", "pow", "remainder", "rmsNorm", "rsqrt", "sqrt", "std", "variance", "xlogy",
]); // prettier-ignore

const sizes = fc.array(fc.nat(3), { maxLength: 4 });
const tensors = fc
  .record({ shape: sizes, dtype: fc.constantFrom("float32", "float64"), seed: fc.nat(99) })
  .map(({ shape, dtype, seed }) => {
    const { data } = zeros(shape, { dtype });
    return new Tensor(data.map((_, i) => (((i + 1) * (seed + 7)) % 19) / 8 - 1), shape); // prettier-ignore
  });
const numbers = fc.constantFrom(-1, 0, 1, 2, 3, 7, 0.5, -0.5, NaN, Infinity, -Infinity);
const lists = fc.oneof(
  sizes,
  fc.array(numbers, { maxLength: 3 }),
  fc.array(fc.array(numbers), { maxLength: 3 }),
);
const functionsOfTensors = fc.constantFrom<Callable>(
  () => 1,
  (...xs) => xs,
  (...[x]) => (x instanceof Tensor ? x.tanh().sum() : null),
  (...[x]) => (x instanceof Tensor ? x.mul(x) : Promise.resolve(x)),
);
const junk = fc.oneof(
  { weight: 3, arbitrary: tensors },
  { weight: 3, arbitrary: numbers },
  { weight: 2, arbitrary: lists },
  fc.array(tensors, { maxLength: 3 }),
  fc.constantFrom<unknown>(
    null,
    undefined,
    "a",
    "float64",
    true,
    {},
    [null],
    [["a"]],
    [true, false],
    Symbol("s"),
    1n,
  ),
  fc.constantFrom<unknown>(
    Int32Array.of(0, 1),
    Int32Array.of(9),
    Float64Array.of(1, 2),
    new Uint8Array(3),
    new Map(),
  ),
  { weight: 1, arbitrary: functionsOfTensors },
);
const OPTION_NAMES = [
  "alpha", "append", "approximate", "axis", "axis0", "axis1", "beta", "bias", "ceilMode", "correction",
  "countIncludePad", "descending", "diagonal", "dilation", "dropoutP", "dtype", "eps", "generator", "groups",
  "includeSelf", "isCausal", "keepDims", "lambd", "largest", "mask", "max", "min", "mode", "momentum", "n", "nan",
  "negativeSlope", "nonsense", "normalizedShape", "offset", "outputPadding", "p", "padding", "paddingIdx", "posinf",
  "prepend", "reduce", "requiresGrad", "runningMean", "runningVar", "scale", "shape", "stride", "threshold",
  "training", "transposeA", "transposeB", "unbiased", "value", "weight",
]; // prettier-ignore
const options = fc.dictionary(fc.constantFrom(...OPTION_NAMES), junk, { maxKeys: 2 });
/** A tensor first, more often than not: most functions look further only then. */
const argumentLists = fc
  .tuple(
    fc.oneof({ weight: 5, arbitrary: tensors }, junk),
    fc.array(fc.oneof(junk, options), { maxLength: 3 }),
  )
  .chain(([first, rest]) => fc.constantFrom([first, ...rest], [first, ...rest], rest));

/** The tensors, and the elements of plain typed arrays, in a result or an argument. */
function numbersIn(value: unknown): ArrayLike<number>[] {
  if (value instanceof Tensor) return [value.data];
  if (typeof value === "number") return [[value]];
  if (ArrayBuffer.isView(value)) return [value as Int32Array];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}
const every = (value: unknown, predicate: (n: number) => boolean): boolean =>
  numbersIn(value).every((list) => Array.from(list).every(predicate));

/** Tensors, integers, bytes, or lists and records of them; each tensor as large as its shape says. */
function isValid(value: unknown): boolean {
  if (value instanceof Tensor) {
    const size = value.shape.reduce((product, n) => product * n, 1);
    return size === value.data.length && value.shape.every((n) => Number.isInteger(n) && n >= 0);
  }
  if (value instanceof Int32Array || value instanceof Uint8Array) return true;
  return typeof value === "object" && value !== null && Object.values(value).every(isValid);
}

/** Fails unless a call gives valid tensors, not NaN where numbers are due, or throws a typed error that `names` it. */
function assertAnswers(name: string, args: readonly unknown[], call: () => unknown, names: RegExp): void {
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    expect(error).toBeInstanceOf(RewindError);
    expect((error as RewindError).message).toMatch(names);
    return;
  }
  if (NOT_TENSORS.has(name)) return;
  expect(isValid(result)).toBe(true);
  if (!NOT_EVERYWHERE_DEFINED.has(name) && every(args, Number.isFinite))
    expect(every(result, (n) => !Number.isNaN(n))).toBe(true);
}

test("every exported function is called, or has its reason not to be", () => {
  const called = functions.map(([name]) => name);
  expect(called).toEqual(expect.arrayContaining(Object.keys(operations)));
  for (const name of SETTINGS) expect(rewind).toHaveProperty(name);
  for (const name of [...NOT_EVERYWHERE_DEFINED, ...NOT_TENSORS]) expect(called).toContain(name);
});

describe.each(functions)("%s", (name, call) => {
  test("answers or refuses, whatever it is given", () => {
    fc.assert(
      fc.property(argumentLists, (args) =>
        assertAnswers(name, args, () => call(...args), new RegExp(`^${name}\\b`)),
      ),
      { numRuns: 300 },
    );
  });
});

/** What functions make of functions. */
const made: Record<string, (fn: never, ...args: never[]) => unknown> = {
  grad: (fn, ...args) => rewind.grad(fn)(...args),
  valueAndGrad: (fn, ...args) => rewind.valueAndGrad(fn)(...args).grad,
  jacobian: (fn, ...[x]) => rewind.jacobian(fn)(x),
  hessian: (fn, ...[x]) => rewind.hessian(fn)(x),
  vjp: (fn, ...[x, cotangent]) => rewind.vjp(fn, x).pullback(cotangent),
  hvp: (fn, ...[x, v]) => rewind.hvp(fn, x, v),
  jvp: (fn, ...[x, tangent]) => rewind.jvp(fn, [x], [tangent]),
  gradients: (fn, ...[x, options]) => rewind.gradients((fn as Callable)(x) as Tensor, [x], options),
};

describe.each(Object.entries(made))("what %s makes of a function", (name, call) => {
  test("answers or refuses, whatever it is given", () => {
    fc.assert(
      fc.property(functionsOfTensors, argumentLists, (fn, args) =>
        assertAnswers("", args, () => call(fn as never, ...(args as never[])), new RegExp(`^${name}\\b`)),
      ),
      { numRuns: 200 },
    );
  });
});

/** What a tensor can do on the tape. */
const methods = ["backward", "registerHook", "retainGrad"] as const;

test.each(methods)("the method %s answers or refuses, whatever it is given", (name) => {
  fc.assert(
    fc.property(tensors, argumentLists, fc.boolean(), (x, args, requiresGrad) => {
      x.requiresGrad = requiresGrad;
      const call = (): [] => {
        (x.mul(x)[name] as Callable)(...args);
        return [];
      };
      assertAnswers("", args, call, new RegExp(`^${name}\\b`));
    }),
    { numRuns: 200 },
  );
});

describe.each(Object.entries(samples))("%s", (name, of) => {
  test("answers or refuses tensors of other ranks, sizes and dtypes in place of good ones", () => {
    // Samples may prepare their inputs with other operations, which then refuse in their own names.
    for (const sample of of.samples.filter(({ inputs }) => inputs.length > 0)) {
      fc.assert(
        fc.property(fc.nat(sample.inputs.length - 1), tensors, (at, other) => {
          const inputs = drawInputs(of, sample, 1).map((input, i) => (i === at ? other : input));
          assertAnswers(name, inputs, () => sample.call(...inputs), /^[a-z]\w*/);
        }),
        { numRuns: 40 },
      );
    }
  });
});
