import { checkNumber, type Tensor } from "@rewind/autograd";
import { fans } from "./fan.ts";
import { checkLeaf, fill, generatorOf, type InitOptions } from "./options.ts";

/** Options of {@link xavierUniform} and {@link xavierNormal}. */
export interface XavierOptions extends InitOptions {
  /** Scale, see {@link calculateGain}. Default 1. */
  gain?: number;
}

/**
 * Fills a weight `[out, in, …]` in place, uniform within `±gain √(6 / (fanIn + fanOut))` (Glorot and Bengio,
 * "Understanding the difficulty of training deep feedforward neural networks", 2010).
 *
 * @throws ShapeError if `t` has fewer than 2 axes
 */
export function xavierUniform<T extends Tensor>(t: T, options: XavierOptions = {}): T {
  const generator = generatorOf("xavierUniform", options, ["gain"]);
  const bound = Math.sqrt(3) * deviation("xavierUniform", t, options);
  return fill("xavierUniform", t, () => bound * (2 * generator.uniform() - 1));
}

/** As {@link xavierUniform} from a normal distribution of standard deviation `gain √(2 / (fanIn + fanOut))`. */
export function xavierNormal<T extends Tensor>(t: T, options: XavierOptions = {}): T {
  const generator = generatorOf("xavierNormal", options, ["gain"]);
  const std = deviation("xavierNormal", t, options);
  return fill("xavierNormal", t, () => std * generator.normal());
}

function deviation(op: string, t: Tensor, options: XavierOptions): number {
  const gain = checkNumber(`init.${op}`, "gain", options.gain ?? 1, 0, Number.MAX_VALUE);
  const { fanIn, fanOut } = fans(op, checkLeaf(op, t));
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}
