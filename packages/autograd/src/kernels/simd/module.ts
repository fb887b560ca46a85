import type { KernelModule, Map1, Map2 } from "./kernel-module.ts";
import { plainModule, relaxedModule } from "./modules.ts";

export type { KernelModule, MapName, SlopeName } from "./kernel-module.ts";

let loaded: KernelModule | null | undefined;

/** The kernels, instantiated on first use, or null on a machine without SIMD (or where WebAssembly is forbidden). */
export function kernelModule(): KernelModule | null {
  return loaded === undefined ? (loaded = instantiate()) : loaded;
}

/** Every variant that runs on this machine, the best first. */
export function instantiateAll(): KernelModule[] {
  if (typeof WebAssembly === "undefined") return [];
  return [relaxedModule, plainModule]
    .map(decode)
    .filter((bytes) => WebAssembly.validate(bytes))
    .map(start);
}

function instantiate(): KernelModule | null {
  if (typeof WebAssembly === "undefined") return null;
  for (const encoded of [relaxedModule, plainModule]) {
    const bytes = decode(encoded);
    if (!WebAssembly.validate(bytes)) continue;
    try {
      return start(bytes);
    } catch {
      // A page's security policy may allow validation yet forbid compilation.
      return null;
    }
  }
  return null;
}

function start(bytes: BufferSource): KernelModule {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  return exports as unknown as KernelModule;
}

function decode(base64: string): BufferSource {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** A kernel from one array to another by the name of its operation, if there is one. */
export function mapKernel(module: KernelModule, name: string): Map1 | undefined {
  return (module as unknown as Partial<Record<string, Map1>>)[name];
}

/** A kernel from a gradient and what was saved to the gradient before, by the name of its operation, if there is one. */
export function slopeKernel(module: KernelModule, name: string): Map2 | undefined {
  return (module as unknown as Partial<Record<string, Map2>>)[`${name}Slope`];
}
