import { ShapeError, formatShape } from "../errors.ts";
import { kernels } from "../kernels/kernel.ts";
import {
  multiply,
  multiplyPacked,
  packRight,
  packedSize,
  type ProductSize,
} from "../kernels/simd/product.ts";
import { broadcastShape, forEachRun } from "../tensor/broadcast.ts";
import { sizeOf, type Shape } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { uninitialized } from "../tensor/uninitialized.ts";
import type { Context, Op } from "../tape/op.ts";
import { apply } from "./define-op.ts";
import { operands } from "./operand.ts";
import { checkFlag, checkOptions } from "./options.ts";
import { RowProduct } from "./row-product.ts";
import { reshape } from "./shape/reshape.ts";

export interface MatmulOptions {
  /** Use `a` with its last two axes swapped, without copying it. Default false. */
  transposeA?: boolean;
  /** Use `b` with its last two axes swapped, without copying it. Default false. */
  transposeB?: boolean;
}

export interface MatmulPlan {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** The product of two matrices, or stacks of them. @internal */
export const matmulOp: Op<MatmulPlan> = {
  name: "matmul",
  rowwise: ({ transposeA }) => !transposeA,
  forward(context, [a, b], { transposeA, transposeB }) {
    const [m, k] = matrix(a.shape, transposeA);
    const [k2, n] = matrix(b.shape, transposeB);
    if (k !== k2) {
      throw new ShapeError(
        `matmul: ${described(a, transposeA)} x ${described(b, transposeB)}: inner sizes ${k} and ${k2} differ`,
      );
    }
    const aBatch = a.shape.slice(0, -2);
    const bBatch = b.shape.slice(0, -2);
    const batch = broadcastShape("matmul (batch axes)", aBatch, bBatch);
    const out = uninitialized([...batch, m, n], a.dtype);
    forEachRun(aBatch, bBatch, batch, (count, ai, aStride, bi, bStride, oi) => {
      for (let i = 0; i < count; i++) {
        const ao = (ai + i * aStride) * m * k;
        const bo = (bi + i * bStride) * k * n;
        kernels.matmul(
          a.data,
          ao,
          transposeA,
          b.data,
          bo,
          transposeB,
          out.data,
          (oi + i) * m * n,
          m,
          n,
          k,
          false,
        );
      }
    });
    context.save(a, b);
    return out;
  },
  backward(context, [grad], { transposeA, transposeB }) {
    const [a, b] = context.saved;
    const g = grad as Tensor;
    return [
      !context.needs(0)
        ? null
        : transposeA
          ? product(b, g, transposeB, true)
          : product(g, b, false, !transposeB),
      !context.needs(1) ? null : gradientOfRight(context, a, g, transposeA, transposeB),
    ];
  },
  lower({ heap, inputs: [a, b], invariant }, { transposeA, transposeB }) {
    if (a.length !== 2 || b.length !== 2) return null;
    const [m, k] = matrix(a, transposeA);
    const [, n] = matrix(b, transposeB);
    if (k === 0) return null;
    const size: ProductSize = { m, n, k, transposeA, transposeB };
    const packed = invariant[1] ? packedSize(size) : 0;
    if (packed === 0) return { exact: true, run: (at) => multiply(heap, size, at[0], at[1], at[2], false) };
    return {
      exact: true,
      scratch: [packed],
      prepare: (at) => packRight(heap, size, at[1], at[3]),
      run: (at) => multiplyPacked(heap, size, at[0], at[3], at[2], false),
    };
  },
};

/**
 * Matrix product with PyTorch's rules: `[…, m, k] x […, k, n] → […, m, n]`, leading axes broadcast. A 1-D operand is a
 * row (left) or column (right) whose axis is dropped again.
 *
 * @throws ShapeError if the inner sizes differ, an operand is a scalar, or batch axes do not broadcast
 */
export function matmul(a: TensorLike, b: TensorLike, options: MatmulOptions = {}): Tensor {
  const [x, y] = operands("matmul", [a, b]);
  checkOptions("matmul", options, ["transposeA", "transposeB"]);
  checkFlag("matmul", "transposeA", options.transposeA);
  checkFlag("matmul", "transposeB", options.transposeB);
  const { transposeA = false, transposeB = false } = options;
  if (x.ndim === 0 || y.ndim === 0) {
    throw new ShapeError(
      `matmul: ${formatShape(x.shape)} x ${formatShape(y.shape)}: a scalar is not a matrix; use mul`,
    );
  }
  if (x.ndim > 1 && y.ndim > 1) return folded(x, y, transposeA, transposeB);
  const left = x.ndim === 1 ? reshape(x, [1, x.size]) : x;
  const right = y.ndim === 1 ? reshape(y, [y.size, 1]) : y;
  const out = folded(left, right, transposeA && x.ndim > 1, transposeB && y.ndim > 1);
  const shape = out.shape.slice(0, -2);
  if (x.ndim > 1) shape.push(out.shape[out.ndim - 2]);
  if (y.ndim > 1) shape.push(out.shape[out.ndim - 1]);
  return reshape(out, shape);
}

/** The gradient of the right operand; of a weight, left to be computed for all of its uses at once. @internal */
export function gradientOfRight(
  context: Context,
  a: Tensor,
  g: Tensor,
  transposeA: boolean,
  transposeB: boolean,
): Tensor | RowProduct {
  if (!transposeA && a.ndim === 2 && g.ndim === 2 && context.defers(1)) {
    return transposeB ? new RowProduct(g, a) : new RowProduct(a, g);
  }
  return transposeB ? product(g, a, true, transposeA) : product(a, g, !transposeA, false);
}

/** One product for all leading rows where the right operand is a plain matrix. */
function folded(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  if (b.ndim !== 2 || a.ndim === 2 || transposeA) return product(a, b, transposeA, transposeB);
  const lead = a.shape.slice(0, -1);
  const flat = product(reshape(a, [sizeOf(lead), a.shape[a.ndim - 1]]), b, false, transposeB);
  return reshape(flat, [...lead, flat.shape[1]]);
}

function product(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  return apply(matmulOp, [a, b], { transposeA, transposeB });
}

function matrix(shape: Shape, transpose: boolean): [rows: number, columns: number] {
  const rows = shape[shape.length - 2];
  const columns = shape[shape.length - 1];
  return transpose ? [columns, rows] : [rows, columns];
}

function described(t: Tensor, transpose: boolean): string {
  return formatShape(t.shape) + (transpose ? " transposed" : "");
}
