import { ArgumentError, checkNumber, type Generator, type Tensor } from "@rewind/autograd";
import { fill, generatorOf, type InitOptions } from "./options.ts";

export interface TruncNormalOptions extends InitOptions {
  /** Mean of the distribution before it is cut. Default 0. */
  mean?: number;
  /** Its standard deviation, above 0. Default 1. */
  std?: number;
  /** Smallest value, not a number of deviations. Default -2. */
  low?: number;
  /** Largest value, above `low`. Default 2. */
  high?: number;
}

/**
 * Fills `t` in place from the normal distribution, restricted to `low` to `high`.
 *
 * @throws ArgumentError if a bound is not finite or they are in the wrong order, or `std` is not above 0
 */
export function truncNormal<T extends Tensor>(t: T, options: TruncNormalOptions = {}): T {
  const op = "init.truncNormal";
  const generator = generatorOf("truncNormal", options, ["mean", "std", "low", "high"]);
  const finite = (name: string, value: number): number =>
    checkNumber(op, name, value, -Number.MAX_VALUE, Number.MAX_VALUE);
  const mean = finite("mean", options.mean ?? 0);
  const std = checkNumber(op, "std", options.std ?? 1, Number.MIN_VALUE, Number.MAX_VALUE);
  const low = finite("low", options.low ?? -2);
  const high = finite("high", options.high ?? 2);
  if (low >= high) throw new ArgumentError(`${op}: low ${low} is not below high ${high}; exchange them`);
  const draw = standardBetween((low - mean) / std, (high - mean) / std, generator);
  return fill("truncNormal", t, () => Math.min(Math.max(mean + std * draw(), low), high));
}

/** Beyond so many deviations from the likeliest value nothing is ever drawn. */
const FAR = 40;

/** Draws standard normal numbers between bounds, by rejection: from the normal distribution, or where most would be lost, from a uniform one. */
function standardBetween(low: number, high: number, generator: Generator): () => number {
  const likeliest = Math.min(Math.max(0, low), high);
  const [from, to] = [Math.max(low, likeliest - FAR), Math.min(high, likeliest + FAR)];
  const isWide = from <= 0 && to >= 0 && to - from > 2.5;
  return () => {
    for (;;) {
      const x = isWide ? generator.normal() : from + (to - from) * generator.uniform();
      if (isWide ? x >= from && x <= to : generator.uniform() < Math.exp((likeliest ** 2 - x ** 2) / 2))
        return x;
    }
  };
}
