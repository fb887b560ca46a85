import { refuseExtra } from "./tensor/arguments.ts";
import { ArgumentError, formatValue } from "./errors.ts";
import { kernels, scalarKernels, simdKernels } from "./kernels/kernel.ts";
import { kernelModule } from "./kernels/simd/module.ts";

/** What computes: plain loops, or WebAssembly with SIMD. */
export type Backend = "scalar" | "simd";

/**
 * The backend in use: `"simd"` where the machine has it, unless {@link setBackend} chose otherwise. Even with SIMD,
 * float64 tensors and small ones are computed by plain loops.
 *
 * @example
 * console.log(backend()); // "simd" or "scalar"
 */
export function backend(): Backend {
  if (arguments.length > 0) refuseExtra("backend", arguments, 0);
  return kernels.matmul === simdKernels.matmul && kernelModule() !== null ? "simd" : "scalar";
}

/**
 * Chooses what computes from now on. `"scalar"` accumulates float32 products in float64; `"simd"` is many times
 * faster and rounds more often, the same way on every machine.
 *
 * @example
 * setBackend("scalar");
 *
 * @throws ArgumentError if there is no such backend, or `"simd"` does not run here
 */
export function setBackend(name: Backend): void {
  if (arguments.length > 1) refuseExtra("setBackend", arguments, 1);
  if (name !== "scalar" && name !== "simd") {
    throw new ArgumentError(`setBackend: ${formatValue(name)} is not a backend; expected "scalar" or "simd"`);
  }
  if (name === "simd" && kernelModule() === null) {
    throw new ArgumentError(
      'setBackend: "simd" needs WebAssembly with SIMD, which does not run here; use "scalar"',
    );
  }
  Object.assign(kernels, name === "simd" ? simdKernels : scalarKernels);
}
