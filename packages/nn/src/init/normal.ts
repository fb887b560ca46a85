import { checkNumber, type Tensor } from "@rewind/autograd";
import { fill, generatorOf, type InitOptions } from "./options.ts";

/** Options of {@link normal}. */
export interface NormalOptions extends InitOptions {
  /** Mean. Default 0. */
  mean?: number;
  /** Standard deviation, from 0. Default 1. */
  std?: number;
}

/**
 * Fills `t` in place from the normal distribution.
 *
 * @throws ArgumentError if the mean is not finite or the deviation is negative
 */
export function normal<T extends Tensor>(t: T, options: NormalOptions = {}): T {
  const generator = generatorOf("normal", options, ["mean", "std"]);
  const mean = checkNumber("init.normal", "mean", options.mean ?? 0, -Number.MAX_VALUE, Number.MAX_VALUE);
  const std = checkNumber("init.normal", "std", options.std ?? 1, 0, Number.MAX_VALUE);
  return fill("normal", t, () => mean + std * generator.normal());
}
