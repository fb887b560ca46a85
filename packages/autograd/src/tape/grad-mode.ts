import { refuseExtra } from "../tensor/arguments.ts";
import { GraphError } from "../errors.ts";
import { runtime } from "../runtime.ts";
import { checkFunction } from "../tensor/options.ts";

/**
 * Whether operations on tensors that require gradients are being recorded.
 *
 * @example
 * noGrad(() => isGradEnabled()); // false
 */
export function isGradEnabled(): boolean {
  if (arguments.length > 0) refuseExtra("isGradEnabled", arguments, 0);
  return runtime.gradEnabled;
}

/**
 * Runs `fn` without recording: results have no history, and writing to parameters in place is allowed.
 *
 * @returns what `fn` returns
 * @example
 * const prediction = noGrad(() => model.forward(x));
 * @throws ArgumentError if `fn` is not a function
 * @throws GraphError if `fn` returns a Promise: the mode would end before the asynchronous part ran
 */
export function noGrad<T>(fn: () => T): T {
  if (arguments.length > 1) refuseExtra("noGrad", arguments, 1);
  return withGradMode("noGrad", false, fn);
}

/**
 * Runs `fn` with recording on, inside a {@link noGrad} for instance.
 *
 * @returns what `fn` returns
 * @example
 * noGrad(() => enableGrad(() => loss(x)).backward());
 * @throws ArgumentError if `fn` is not a function
 * @throws GraphError if `fn` returns a Promise
 */
export function enableGrad<T>(fn: () => T): T {
  if (arguments.length > 1) refuseExtra("enableGrad", arguments, 1);
  return withGradMode("enableGrad", true, fn);
}

function withGradMode<T>(name: string, enabled: boolean, fn: () => T): T {
  checkFunction(name, "the argument", fn);
  const before = runtime.gradEnabled;
  runtime.gradEnabled = enabled;
  try {
    return refusePromise(name, fn());
  } finally {
    runtime.gradEnabled = before;
  }
}

/** Throws if a callback that must be synchronous returned a Promise. @internal */
export function refusePromise<T>(name: string, result: T): T {
  if (typeof (result as { then?: unknown } | null | undefined)?.then === "function") {
    throw new GraphError(
      `${name}: the function returned a Promise, but the mode ends when it returns; await outside and call ${name} around the synchronous part`,
    );
  }
  return result;
}
