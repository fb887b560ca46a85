import { ArgumentError, formatValue, type Tensor } from "@rewind/autograd";
import { fans } from "./fan.ts";
import { gainOf, type Nonlinearity } from "./gain.ts";
import { checkLeaf, fill, generatorOf, type InitOptions } from "./options.ts";

/** Options of {@link kaimingUniform} and {@link kaimingNormal}. */
export interface KaimingOptions extends InitOptions {
  /** Whether the variance is kept in the forward (`fanIn`) or in the backward pass (`fanOut`). Default `"fanIn"`. */
  mode?: "fanIn" | "fanOut";
  /** What follows the weight. Default `"leakyRelu"`. */
  nonlinearity?: Nonlinearity;
  /** Slope of `leakyRelu` below zero. Default 0, which is `relu`. */
  negativeSlope?: number;
}

const OPTIONS = ["mode", "nonlinearity", "negativeSlope"];

/**
 * Fills a weight `[out, in, …]` in place, uniform within `±gain √(3 / fan)` (He et al., "Delving deep into rectifiers",
 * 2015).
 *
 * @throws ShapeError if `t` has fewer than 2 axes
 */
export function kaimingUniform<T extends Tensor>(t: T, options: KaimingOptions = {}): T {
  const generator = generatorOf("kaimingUniform", options, OPTIONS);
  const bound = Math.sqrt(3) * deviation("kaimingUniform", t, options);
  return fill("kaimingUniform", t, () => bound * (2 * generator.uniform() - 1));
}

/** As {@link kaimingUniform} from a normal distribution of standard deviation `gain / √fan`. */
export function kaimingNormal<T extends Tensor>(t: T, options: KaimingOptions = {}): T {
  const generator = generatorOf("kaimingNormal", options, OPTIONS);
  const std = deviation("kaimingNormal", t, options);
  return fill("kaimingNormal", t, () => std * generator.normal());
}

function deviation(op: string, t: Tensor, options: KaimingOptions): number {
  const { mode = "fanIn", nonlinearity = "leakyRelu", negativeSlope = 0 } = options;
  if (mode !== "fanIn" && mode !== "fanOut") {
    throw new ArgumentError(`init.${op}: mode must be "fanIn" or "fanOut", got ${formatValue(mode)}`);
  }
  const gain = gainOf(`init.${op}`, nonlinearity, negativeSlope);
  return gain / Math.sqrt(fans(op, checkLeaf(op, t))[mode]);
}
