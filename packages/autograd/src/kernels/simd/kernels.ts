import type { BinaryKernel, Kernels, SlopeKernel, UnaryKernel } from "../kernel.ts";
import { add, div, mul, sub } from "../scalar/arithmetic.ts";
import { matmul } from "../scalar/matmul.ts";
import { sum } from "../scalar/sum.ts";
import { kernelModule, type KernelModule, type MapName, type SlopeName } from "./module.ts";
import { stagedGates } from "./gates.ts";
import { stagedOptimizers } from "./optimizers.ts";
import { stagedProducts } from "./products.ts";
import { stagedRows } from "./rows.ts";
import { Staging } from "./staging.ts";
import { isFloat32, measured, type Thresholds } from "./thresholds.ts";

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
    (name: MapName, least: number): UnaryKernel =>
    (x, out, option) => {
      if (x.length < least || !isFloat32(x) || !isFloat32(out)) return false;
      const staged = staging();
      staged?.map(staged.module[name], x, out, option);
      return staged !== null;
    };

  const slope =
    (name: SlopeName, least: number = thresholds.simple): SlopeKernel =>
    (grad, saved, out, option) => {
      if (out.length < least || !isFloat32(grad) || !isFloat32(saved) || !isFloat32(out)) {
        return false;
      }
      const staged = staging();
      staged?.map2(staged.module[`${name}Slope`], grad, saved, out, option);
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
      abs: map("abs", thresholds.simple),
      elu: map("elu", thresholds.transcendental),
      erf: map("erf", thresholds.transcendental),
      exp: map("exp", thresholds.transcendental),
      gelu: map("gelu", thresholds.transcendental),
      geluTanh: map("geluTanh", thresholds.transcendental),
      leakyRelu: map("leakyRelu", thresholds.simple),
      log: map("log", thresholds.transcendental),
      logSigmoid: map("logSigmoid", thresholds.transcendental),
      neg: map("neg", thresholds.arithmetic),
      reciprocal: map("reciprocal", thresholds.simple),
      relu: map("relu", thresholds.simple),
      rsqrt: map("rsqrt", thresholds.simple),
      sigmoid: map("sigmoid", thresholds.transcendental),
      silu: map("silu", thresholds.transcendental),
      sqrt: map("sqrt", thresholds.simple),
      square: map("square", thresholds.simple),
      tanh: map("tanh", thresholds.transcendental),
    },
    slope: {
      abs: slope("abs"),
      elu: slope("elu", thresholds.transcendental),
      erf: slope("erf", thresholds.transcendental),
      exp: slope("exp"),
      gelu: slope("gelu", thresholds.transcendental),
      geluTanh: slope("geluTanh", thresholds.transcendental),
      leakyRelu: slope("leakyRelu"),
      log: slope("log"),
      logSigmoid: slope("logSigmoid", thresholds.transcendental),
      reciprocal: slope("reciprocal"),
      relu: slope("relu"),
      rsqrt: slope("rsqrt"),
      sigmoid: slope("sigmoid"),
      silu: slope("silu", thresholds.transcendental),
      sqrt: slope("sqrt"),
      square: slope("square"),
      tanh: slope("tanh"),
    },
    ...stagedGates(staging, thresholds),
    ...stagedProducts(staging, thresholds),
    ...stagedOptimizers(staging, thresholds),
    ...stagedRows(staging, thresholds),
  };
}
