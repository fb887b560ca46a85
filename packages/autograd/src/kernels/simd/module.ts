import { plainModule, relaxedModule } from "./modules.ts";

/** Byte addresses in the module's memory; `n` is rounded up to a multiple of 8 elements, which must be there. */
type Map1 = (x: number, out: number, n: number) => void;
type Map2 = (a: number, b: number, out: number, n: number) => void;
type Pair = (a: number, aStep: number, b: number, bStep: number, out: number, n: number) => void;
type Reduce = (x: number, totals: number, rows: number, length: number) => void;

/** What the compiled kernels export; their sources say what each computes. */
export interface KernelModule {
  readonly memory: WebAssembly.Memory;
  readonly add: Pair;
  readonly sub: Pair;
  readonly mul: Pair;
  readonly div: Pair;
  readonly exp: Map1;
  readonly log: Map1;
  readonly tanh: Map1;
  readonly sigmoid: Map1;
  readonly relu: Map1;
  readonly expSlope: Map2;
  readonly logSlope: Map2;
  readonly tanhSlope: Map2;
  readonly sigmoidSlope: Map2;
  readonly reluSlope: Map2;
  readonly addRowSums: Reduce;
  readonly addColumnSums: Reduce;
  gruGates(
    projected: number,
    recurrent: number,
    hidden: number,
    gates: number,
    candidates: number,
    next: number,
    bias: number,
    rows: number,
    size: number,
  ): void;
  gruGatesSlope(
    grad: number,
    gates: number,
    candidates: number,
    hidden: number,
    gradProjected: number,
    gradRecurrent: number,
    gradHidden: number,
    rows: number,
    size: number,
  ): void;
  lstmGates(
    projected: number,
    recurrent: number,
    cell: number,
    gates: number,
    output: number,
    next: number,
    rows: number,
    size: number,
  ): void;
  lstmGatesSlope(
    gradNext: number,
    gradOutput: number,
    gates: number,
    output: number,
    cell: number,
    sum: number,
    carried: number,
    rows: number,
    size: number,
  ): void;
  copyRows(from: number, fromStep: number, to: number, toStep: number, rows: number, bytes: number): void;
  arenaStart(): number;
  matmulWorkspace(): number;
  matmul(
    a: number,
    transposeA: boolean,
    b: number,
    transposeB: boolean,
    out: number,
    m: number,
    n: number,
    k: number,
    accumulate: boolean,
    work: number,
    packed: number,
  ): void;
  packRight(b: number, transposeB: boolean, n: number, k: number, to: number): void;
  vectorMatrix(
    x: number,
    b: number,
    transposed: boolean,
    out: number,
    n: number,
    k: number,
    accumulate: boolean,
  ): void;
}

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
