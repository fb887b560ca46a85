import type { BinaryKernel, FloatArray, Kernels, SlopeKernel, UnaryKernel } from "../kernel.ts";
import { add, div, mul, sub } from "../scalar/arithmetic.ts";
import { matmul } from "../scalar/matmul.ts";
import { sum } from "../scalar/sum.ts";
import { kernelModule, type KernelModule } from "./module.ts";
import { Staging } from "./staging.ts";

/** Where copying in and out begins to pay, measured against the plain loops on Node 20 and 24. */
export interface Thresholds {
  /** Elements of a result of add, sub, mul, div. */
  readonly arithmetic: number;
  /** Elements of a map that the plain loop computes with a function of `Math`. */
  readonly transcendental: number;
  /** Elements of a map or slope that the plain loop computes with a few additions and products. */
  readonly simple: number;
  /** Elements to be summed. */
  readonly sum: number;
  /** Products of elements in a matmul, `m n k`. */
  readonly products: number;
}

const measured: Thresholds = {
  arithmetic: 128,
  transcendental: 16,
  simple: 32,
  sum: 256,
  products: 64,
};

/**
 * The SIMD kernels behind copies in and out. Each takes float32 from its threshold on, and leaves the rest to the
 * scalar loop; without a module it leaves everything.
 */
export function stagedKernels(
  provide: () => KernelModule | null = kernelModule,
  thresholds: Thresholds = measured,
): Kernels {
  let current: Staging | null | undefined;
  /** Instantiates when the first large enough operation asks, not before. */
  const staging = (): Staging | null => {
    if (current !== undefined) return current;
    const module = provide();
    return (current = module === null ? null : new Staging(module));
  };

  const pair =
    (name: "add" | "sub" | "mul" | "div", plain: BinaryKernel): BinaryKernel =>
    (a, ao, as, b, bo, bs, out, o, n) => {
      const large = n >= thresholds.arithmetic && as + bs > 0 && as <= 1 && bs <= 1;
      if (large && isFloat32(a) && isFloat32(b) && isFloat32(out)) {
        const staged = staging();
        if (staged !== null) return staged.pair(staged.module[name], a, ao, as, b, bo, bs, out, o, n);
      }
      plain(a, ao, as, b, bo, bs, out, o, n);
    };

  const map =
    (name: "exp" | "log" | "tanh" | "sigmoid" | "relu", least: number): UnaryKernel =>
    (x, out) => {
      if (x.length < least || !isFloat32(x) || !isFloat32(out)) return false;
      const staged = staging();
      staged?.map(staged.module[name], x, out);
      return staged !== null;
    };

  const slope =
    (name: "expSlope" | "logSlope" | "tanhSlope" | "sigmoidSlope" | "reluSlope"): SlopeKernel =>
    (grad, saved, out) => {
      if (out.length < thresholds.simple || !isFloat32(grad) || !isFloat32(saved) || !isFloat32(out)) {
        return false;
      }
      const staged = staging();
      staged?.map2(staged.module[name], grad, saved, out);
      return staged !== null;
    };

  return {
    add: pair("add", add),
    sub: pair("sub", sub),
    mul: pair("mul", mul),
    div: pair("div", div),
    matmul(a, aOffset, transposeA, b, bOffset, transposeB, out, outOffset, m, n, k, accumulate) {
      // The kernel writes block by block of k: with none it would write nothing.
      const large = k > 0 && m * n * k >= thresholds.products;
      if (large && isFloat32(a) && isFloat32(b) && isFloat32(out)) {
        const staged = staging();
        const done = staged?.matmul(
          a,
          aOffset,
          transposeA,
          b,
          bOffset,
          transposeB,
          out,
          outOffset,
          m,
          n,
          k,
          accumulate,
        );
        if (done) return;
      }
      matmul(a, aOffset, transposeA, b, bOffset, transposeB, out, outOffset, m, n, k, accumulate);
    },
    sum(x, out, outer, length, inner) {
      if (outer * length * inner >= thresholds.sum && isFloat32(x) && isFloat32(out)) {
        const staged = staging();
        if (staged !== null && inner === 1) return staged.rowSums(x, out, outer, length);
        if (staged !== null) return staged.columnSums(x, out, outer, length, inner);
      }
      sum(x, out, outer, length, inner);
    },
    unary: {
      exp: map("exp", thresholds.transcendental),
      log: map("log", thresholds.transcendental),
      tanh: map("tanh", thresholds.transcendental),
      sigmoid: map("sigmoid", thresholds.transcendental),
      relu: map("relu", thresholds.simple),
    },
    slope: {
      exp: slope("expSlope"),
      log: slope("logSlope"),
      tanh: slope("tanhSlope"),
      sigmoid: slope("sigmoidSlope"),
      relu: slope("reluSlope"),
    },
    gruGates(projected, recurrent, hidden, bias, gates, candidates, next, rows, size) {
      const arrays = [projected, recurrent, hidden, gates, candidates, next];
      if (rows * size < thresholds.transcendental || !arrays.every(isFloat32)) return false;
      const staged = staging();
      const shift = bias ?? new Float32Array(3 * size);
      if (staged === null || !isFloat32(shift)) return false;
      const { gruGates } = staged.module;
      const widths = [3, 3, 1, 3, 1, 1];
      staged.rows(
        ([a, u, h, g, c, n, b], count) => gruGates(a, u, h, g, c, n, b, count, size),
        arrays.map((data, i) => [data, widths[i] * size]),
        3,
        rows,
        shift,
      );
      return true;
    },
    gruGatesSlope(grad, gates, candidates, hidden, gradProjected, gradRecurrent, gradHidden, rows, size) {
      const arrays = [grad, gates, candidates, hidden, gradProjected, gradRecurrent, gradHidden];
      if (rows * size < thresholds.simple || !arrays.every(isFloat32)) return false;
      const staged = staging();
      if (staged === null) return false;
      const { gruGatesSlope } = staged.module;
      const widths = [1, 3, 1, 1, 3, 3, 1];
      staged.rows(
        ([d, g, c, h, a, u, before], count) => gruGatesSlope(d, g, c, h, a, u, before, count, size),
        arrays.map((data, i) => [data, widths[i] * size]),
        4,
        rows,
      );
      return true;
    },
    lstmGates(projected, recurrent, cell, gates, output, next, rows, size) {
      const arrays = [projected, recurrent, cell, gates, output, next];
      if (rows * size < thresholds.transcendental || !arrays.every(isFloat32)) return false;
      const staged = staging();
      if (staged === null) return false;
      const { lstmGates } = staged.module;
      const widths = [4, 4, 1, 3, 1, 1];
      staged.rows(
        ([p, r, c, g, o, n], count) => lstmGates(p, r, c, g, o, n, count, size),
        arrays.map((data, i) => [data, widths[i] * size]),
        3,
        rows,
      );
      return true;
    },
    lstmGatesSlope(gradNext, gradOutput, gates, output, cell, sum, carried, rows, size) {
      const arrays = [gradNext, gradOutput, gates, output, cell, sum, carried];
      if (rows * size < thresholds.simple || !arrays.every(isFloat32)) return false;
      const staged = staging();
      if (staged === null) return false;
      const { lstmGatesSlope } = staged.module;
      const widths = [1, 1, 3, 1, 1, 4, 1];
      staged.rows(
        ([n, o, g, out, c, a, d], count) => lstmGatesSlope(n, o, g, out, c, a, d, count, size),
        arrays.map((data, i) => [data, widths[i] * size]),
        5,
        rows,
      );
      return true;
    },
  };
}

function isFloat32(array: FloatArray): array is Float32Array {
  return array instanceof Float32Array;
}
