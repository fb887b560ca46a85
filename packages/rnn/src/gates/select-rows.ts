import { type Tensor, applyOp, empty, operands, type Op } from "@rewind/autograd";

const op: Op<Uint8Array> = {
  name: "selectRows",
  forward(_context, [chosen, other], mask) {
    const out = empty(chosen.shape, chosen.dtype);
    const width = mask.length === 0 ? 0 : chosen.size / mask.length;
    for (let row = 0; row < mask.length; row++) {
      const source = mask[row] !== 0 ? chosen : other;
      if (source !== undefined)
        out.data.set(source.data.subarray(row * width, (row + 1) * width), row * width);
    }
    return out;
  },
  backward(context, [grad], mask) {
    const g = grad as Tensor;
    const first = context.needs(0) ? selectRows(mask, g, null) : null;
    if (context.inputShapes.length === 1) return [first];
    return [first, context.needs(1) ? selectRows(inverted(mask), g, null) : null];
  },
};

/**
 * Rows of `chosen` where the mask is not 0, else rows of `other`, or zeros if that is null. Copies rather than
 * multiplies, so whatever an unchosen row holds, infinity and NaN included, reaches neither value nor gradient. The
 * mask has one entry per row; leading axes count as rows until there are as many as entries.
 * @internal
 */
export function selectRows(mask: Uint8Array, chosen: Tensor, other: Tensor | null): Tensor {
  const inputs = other === null ? [chosen] : operands("selectRows", [chosen, other]);
  return applyOp(op, inputs, mask);
}

function inverted(mask: Uint8Array): Uint8Array {
  return mask.map((entry) => (entry !== 0 ? 0 : 1));
}
