import { checkNumber, ArgumentError, type Tensor } from "@rewind/autograd";
import { fill, generatorOf, type InitOptions } from "./options.ts";

/** Options of {@link uniform}. */
export interface UniformOptions extends InitOptions {
  /** Lower bound. Default 0. */
  low?: number;
  /** Upper bound, not below `low`. Default 1. */
  high?: number;
}

/**
 * Fills `t` in place from the uniform distribution on [low, high).
 *
 * @throws ArgumentError if the bounds are not finite or in the wrong order
 */
export function uniform<T extends Tensor>(t: T, options: UniformOptions = {}): T {
  const generator = generatorOf("uniform", options, ["low", "high"]);
  const low = checkNumber("init.uniform", "low", options.low ?? 0, -Number.MAX_VALUE, Number.MAX_VALUE);
  const high = checkNumber("init.uniform", "high", options.high ?? 1, -Number.MAX_VALUE, Number.MAX_VALUE);
  if (low > high) throw new ArgumentError(`init.uniform: low ${low} is above high ${high}; exchange them`);
  return fill("uniform", t, () => low + (high - low) * generator.uniform());
}
