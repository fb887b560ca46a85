/** Byte addresses in the module's memory; `n` is rounded up to a multiple of 8 elements, which must be there. */
export type Map1 = (x: number, out: number, n: number, option?: number) => void;
export type Map2 = (a: number, b: number, out: number, n: number, option?: number) => void;
type Pair = (a: number, aStep: number, b: number, bStep: number, out: number, n: number) => void;
type Rows1 = (x: number, out: number, rows: number, length: number) => void;
type Rows2 = (a: number, b: number, out: number, rows: number, length: number) => void;
type Reduce = (x: number, totals: number, rows: number, length: number) => void;

/** Elementwise functions, under the names of their operations. */
export type MapName =
  | "abs"
  | "elu"
  | "erf"
  | "exp"
  | "gelu"
  | "geluTanh"
  | "leakyRelu"
  | "log"
  | "logSigmoid"
  | "neg"
  | "reciprocal"
  | "relu"
  | "rsqrt"
  | "sigmoid"
  | "silu"
  | "sqrt"
  | "square"
  | "tanh";

/** Those with a derivative that is written in terms of the input or of the output alone. */
export type SlopeName = Exclude<MapName, "neg">;

type Maps = Readonly<Record<MapName, Map1>>;
type Slopes = Readonly<Record<`${SlopeName}Slope`, Map2>>;

/** What is used of a `WebAssembly.Memory`, a name that not every compiler of this declaration knows. */
interface KernelMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** What the compiled kernels export; their sources say what each computes. */
export interface KernelModule extends Maps, Slopes {
  readonly memory: KernelMemory;
  readonly add: Pair;
  readonly sub: Pair;
  readonly mul: Pair;
  readonly div: Pair;
  readonly addRowSums: Reduce;
  readonly addColumnSums: Reduce;
  readonly softmaxSlope: Rows2;
  readonly logSoftmax: Rows1;
  readonly logSoftmaxSlope: Rows2;
  readonly scaleRows: Rows2;
  softmax(x: number, out: number, statistics: number, masked: number, rows: number, length: number): void;
  normalize(
    x: number,
    out: number,
    statistics: number,
    affine: number,
    rows: number,
    width: number,
    eps: number,
    centered: boolean,
  ): void;
  normalizeSlope(
    grad: number,
    x: number,
    statistics: number,
    gradX: number,
    products: number,
    scale: number,
    rows: number,
    width: number,
    centered: boolean,
  ): void;
  adam(
    p: number,
    g: number,
    m: number,
    v: number,
    n: number,
    sign: number,
    l2: number,
    decay: number,
    take1: number,
    take2: number,
    stepSize: number,
    inverseCorrection: number,
    eps: number,
  ): void;
  descend(p: number, g: number, n: number, step: number, decay: number): void;
  momentum(
    p: number,
    g: number,
    v: number,
    n: number,
    sign: number,
    l2: number,
    keep: number,
    fresh: number,
    nesterov: boolean,
    lr: number,
  ): void;
  sumOfSquares(x: number, n: number): number;
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
  lstmOutput(output: number, cell: number, squashed: number, hidden: number, n: number): void;
  lstmOutputSlope(
    grad: number,
    output: number,
    squashed: number,
    gradOutput: number,
    gradCell: number,
    n: number,
  ): void;
  readonly rnnGate: Map2;
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
    first: number,
    last: number,
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
