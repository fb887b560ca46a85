import { refuseExtra } from "../tensor/arguments.ts";
import { runtime } from "../runtime.ts";
import { checkFunction } from "../tensor/options.ts";
import { refusePromise } from "./grad-mode.ts";

/**
 * Runs `fn` with every recorded operation remembering where it was called, and every backward pass inside
 * checking each gradient: the first NaN throws a GraphError that names the operation and its call site.
 * Slow; for finding a NaN, not for training.
 *
 * @returns what `fn` returns
 * @example
 * detectAnomaly(() => model.forward(x).log().sum().backward());
 * @throws ArgumentError if `fn` is not a function
 * @throws GraphError at the first NaN, or if `fn` returns a Promise
 */
export function detectAnomaly<T>(fn: () => T): T {
  if (arguments.length > 1) refuseExtra("detectAnomaly", arguments, 1);
  checkFunction("detectAnomaly", "the argument", fn);
  const before = runtime.anomaly;
  runtime.anomaly = true;
  try {
    return refusePromise("detectAnomaly", fn());
  } finally {
    runtime.anomaly = before;
  }
}
