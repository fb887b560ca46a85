import type { KernelModule, Map1, Map2 } from "./kernel-module.ts";
import { kernelsText } from "./modules.ts";

export type { KernelModule, MapName, SlopeName } from "./kernel-module.ts";

let loaded: KernelModule | null | undefined;

/** The kernels, instantiated on first use, or null on a machine without SIMD (or where WebAssembly is forbidden). */
export function kernelModule(): KernelModule | null {
  return loaded === undefined ? (loaded = instantiate()) : loaded;
}

/** The kernels with a memory of their own. */
export function instantiate(): KernelModule | null {
  if (typeof WebAssembly === "undefined") return null;
  const bytes = decode(kernelsText);
  if (!WebAssembly.validate(bytes)) return null;
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as KernelModule;
  } catch {
    // A page's security policy may allow validation yet forbid compilation.
    return null;
  }
}

/** A character for each byte below 64; for any other, one for its two upper bits and one for the rest. */
function decode(text: string): BufferSource {
  const bytes: number[] = [];
  let upper = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i) - 35;
    if (code < 64) bytes.push(upper | code);
    upper = code < 64 ? 0 : (code - 64) << 6;
  }
  return Uint8Array.from(bytes);
}

/** A kernel from one array to another by the name of its operation, if there is one. */
export function mapKernel(module: KernelModule, name: string): Map1 | undefined {
  return (module as unknown as Partial<Record<string, Map1>>)[name];
}

/** A kernel from a gradient and what was saved to the gradient before, by the name of its operation, if there is one. */
export function slopeKernel(module: KernelModule, name: string): Map2 | undefined {
  return (module as unknown as Partial<Record<string, Map2>>)[`${name}Slope`];
}
