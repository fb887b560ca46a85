import { runtime } from "../runtime.ts";
import { refusePromise } from "./grad-mode.ts";

/**
 * Runs `fn` with every recorded operation remembering where it was called, and every backward pass inside
 * checking each gradient: the first NaN throws a GraphError that names the operation and its call site.
 * Slow; for finding a NaN, not for training.
 */
export function detectAnomaly<T>(fn: () => T): T {
  const before = runtime.anomaly;
  runtime.anomaly = true;
  try {
    return refusePromise("detectAnomaly", fn());
  } finally {
    runtime.anomaly = before;
  }
}
