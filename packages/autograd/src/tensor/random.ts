import { reserve } from "./allocate.ts";
import { checkCreateOptions, empty, type CreateOptions } from "./create.ts";
import { checkDtype } from "./dtype.ts";
import { checkGenerator, defaultGenerator, type Generator } from "./generator.ts";
import { checkOptions } from "./options.ts";
import { checkInteger, checkNumber, checkShape, sizeOf, type Shape } from "./shape.ts";
import type { Tensor, TypedArray } from "./tensor.ts";

export { Generator, defaultGenerator, manualSeed, type GeneratorState } from "./generator.ts";

/** Where random numbers come from. */
export interface GeneratorOptions {
  /** Where the numbers come from. Default: {@link defaultGenerator}. */
  generator?: Generator;
}

/** Options of the functions that draw a tensor. */
export interface RandomOptions extends CreateOptions, GeneratorOptions {}

/**
 * Uniform numbers from [0, 1). A float32 tensor holds the float64 numbers of the same generator cut to 24 bits:
 * cut, not rounded, so that 1 never occurs.
 *
 * @param shape of the new tensor
 * @example
 * const x = rand([2, 3], { generator: new Generator(1) });
 * @throws ShapeError if `shape` is not a list of sizes, or too large to be allocated
 */
export function rand(shape: Shape, options: RandomOptions = {}): Tensor {
  return draw("rand", shape, options, (data, generator) => {
    if (data instanceof Float64Array) {
      for (let i = 0; i < data.length; i++) data[i] = generator.uniform();
    } else {
      for (let i = 0; i < data.length; i++) data[i] = Math.floor(generator.uniform() * 2 ** 24) * 2 ** -24;
    }
  });
}

/**
 * Numbers from the standard normal distribution: mean 0, variance 1. Float32 tensors hold the float64 numbers of
 * the same generator, rounded.
 *
 * @param shape of the new tensor
 * @example
 * const weights = randn([64, 32], { requiresGrad: true });
 * @throws ShapeError if `shape` is not a list of sizes, or too large to be allocated
 */
export function randn(shape: Shape, options: RandomOptions = {}): Tensor {
  return draw("randn", shape, options, (data, generator) => {
    for (let i = 0; i < data.length; i++) data[i] = generator.normal();
  });
}

/**
 * Ones with probability `p`, zeros otherwise.
 *
 * @param p from 0 to 1
 * @param shape of the new tensor
 * @example
 * const mask = bernoulli(0.9, [4, 4]);
 * @throws ArgumentError if `p` is not from 0 to 1
 * @throws ShapeError if `shape` is not a list of sizes, or too large to be allocated
 */
export function bernoulli(p: number, shape: Shape, options: RandomOptions = {}): Tensor {
  checkNumber("bernoulli", "p", p, 0, 1);
  return draw("bernoulli", shape, options, (data, generator) => {
    for (let i = 0; i < data.length; i++) data[i] = generator.uniform() < p ? 1 : 0;
  });
}

/**
 * Whole numbers from `low` up to but without `high`, each equally likely, row-major in `shape`.
 *
 * @param low from −2³¹
 * @param high above `low`, to 2³¹
 * @param shape whose number of elements is drawn
 * @example
 * const tokens = randint(0, 256, [35, 20]); // Int32Array of 700
 * @throws ArgumentError if the bounds are not whole numbers `low < high` of 32 bits
 * @throws ShapeError if `shape` is not a list of sizes, or too large to be allocated
 */
export function randint(low: number, high: number, shape: Shape, options: GeneratorOptions = {}): Int32Array {
  checkInteger("randint", "low", low, -(2 ** 31), 2 ** 31 - 1);
  checkInteger("randint", "high", high, low + 1, 2 ** 31);
  checkOptions("randint", options, ["generator"]);
  const generator = generatorOf("randint", options);
  const size = sizeOf(checkShape("randint", shape));
  const out = reserve(() => new Int32Array(size), size, 4, "randint");
  for (let i = 0; i < out.length; i++) out[i] = generator.integer(low, high);
  return out;
}

/**
 * The numbers 0 to n − 1 in random order, each order equally likely (Fisher and Yates; Durstenfeld, "Algorithm
 * 235", CACM 7, 1964).
 *
 * @param n how many, from 0
 * @example
 * for (const row of randperm(60000)) visit(row);
 * @throws ArgumentError if `n` is not a whole number from 0 to 2³¹ − 1
 * @throws ShapeError if there is no room for so many
 */
export function randperm(n: number, options: GeneratorOptions = {}): Int32Array {
  checkInteger("randperm", "n", n, 0, 2 ** 31 - 1);
  checkOptions("randperm", options, ["generator"]);
  const generator = generatorOf("randperm", options);
  const out = reserve(() => new Int32Array(n), n, 4, "randperm");
  for (let i = 0; i < n; i++) out[i] = i;
  for (let last = n - 1; last > 0; last--) {
    const chosen = generator.integer(0, last + 1);
    const value = out[chosen];
    out[chosen] = out[last];
    out[last] = value;
  }
  return out;
}

function draw(
  op: string,
  shape: Shape,
  options: RandomOptions,
  fill: (data: TypedArray, generator: Generator) => void,
): Tensor {
  checkCreateOptions(op, options, ["generator"]);
  const generator = generatorOf(op, options);
  const out = empty(checkShape(op, shape), checkDtype(op, options.dtype ?? "float32"), op);
  fill(out.data, generator);
  if (options.requiresGrad) out.requiresGrad = true;
  return out;
}

function generatorOf(op: string, { generator }: GeneratorOptions): Generator {
  checkGenerator(op, generator);
  return generator ?? defaultGenerator();
}
