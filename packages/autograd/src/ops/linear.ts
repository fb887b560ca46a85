import { refuseExtra } from "../tensor/arguments.ts";
import { ShapeError, formatShape } from "../errors.ts";
import { kernels } from "../kernels/kernel.ts";
import { repeatRow } from "../kernels/repeat-row.ts";
import {
  multiply,
  multiplyPacked,
  packRight,
  packedSize,
  type ProductSize,
} from "../kernels/simd/product.ts";
import { sizeOf } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { uninitialized } from "../tensor/uninitialized.ts";
import type { Op } from "../tape/op.ts";
import { apply } from "./define-op.ts";
import { gradientOfRight, matmul } from "./matmul.ts";
import { operands } from "./operand.ts";
import { sum } from "./reductions/sum.ts";
import { reshape } from "./shape/reshape.ts";

/** `x weightᵀ + bias` for rows `x`: the product is added to rows that hold the bias already. */
const op: Op<void> = {
  name: "linear",
  rowwise: () => true,
  forward(context, [x, weight, bias]) {
    const [m, k] = x.shape;
    const [n] = weight.shape;
    const out = uninitialized([m, n], x.dtype);
    context.save(x, weight);
    if (kernels.linear?.(x.data, weight.data, bias.data, out.data, m, n, k)) return out;
    repeatRow(out.data, 0, bias.data, m);
    kernels.matmul(x.data, 0, false, weight.data, 0, true, out.data, 0, m, n, k, true);
    return out;
  },
  backward(context, [grad]) {
    const [x, weight] = context.saved;
    const g = grad as Tensor;
    return [
      context.needs(0) ? matmul(g, weight) : null,
      context.needs(1) ? gradientOfRight(context, x, g, false, true) : null,
      context.needs(2) ? sum(g, { axis: 0 }) : null,
    ];
  },
  lower({ heap, inputs: [x, weight], invariant }) {
    const [m, k] = x;
    const [n] = weight;
    const size: ProductSize = { m, n, k, transposeA: false, transposeB: true };
    const fill = (bias: number, out: number): void => {
      const all = heap.array();
      repeatRow(all, out / 4, all.subarray(bias / 4, bias / 4 + n), m);
    };
    const packed = invariant[1] ? packedSize(size) : 0;
    if (packed === 0 || k === 0) {
      return {
        exact: true,
        run([rows, w, bias, out]) {
          fill(bias, out);
          if (k > 0) multiply(heap, size, rows, w, out, true);
        },
      };
    }
    return {
      exact: true,
      scratch: [packed],
      prepare: ([, w, , , scratch]) => packRight(heap, size, w, scratch),
      run([rows, , bias, out, scratch]) {
        fill(bias, out);
        multiplyPacked(heap, size, rows, scratch, out, true);
      },
    };
  },
};

/**
 * `x weightᵀ + bias`: x `[…, in]`, weight `[out, in]`, bias `[out]`, result `[…, out]`.
 *
 * @throws ShapeError if the sizes do not fit
 */
export function linear(x: TensorLike, weight: TensorLike, bias?: TensorLike | null): Tensor {
  if (arguments.length > 3) refuseExtra("linear", arguments, 3);
  const biased = bias !== undefined && bias !== null;
  const [input, w, b] = operands("linear", biased ? [x, weight, bias] : [x, weight]);
  if (w.ndim !== 2 || input.ndim === 0 || input.shape[input.ndim - 1] !== w.shape[1]) {
    throw new ShapeError(
      `linear: x ${formatShape(input.shape)} with weight ${formatShape(w.shape)}: weight must be [out, in] and x […, in]${w.ndim === 2 ? `, so x must end in ${w.shape[1]}` : ""}`,
    );
  }
  if (!biased) return matmul(input, w, { transposeB: true });
  if (b.ndim !== 1 || b.shape[0] !== w.shape[0]) {
    throw new ShapeError(
      `linear: bias ${formatShape(b.shape)} must be [${w.shape[0]}], one per row of weight ${formatShape(w.shape)}`,
    );
  }
  const lead = input.shape.slice(0, -1);
  const rows = input.ndim === 2 ? input : reshape(input, [sizeOf(lead), w.shape[1]]);
  const out = apply(op, [rows, w, b], undefined);
  return input.ndim === 2 ? out : reshape(out, [...lead, w.shape[0]]);
}
