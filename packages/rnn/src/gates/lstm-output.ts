import {
  add,
  applyOpMany,
  kernels,
  mul,
  operands,
  sizeOf,
  square,
  sub,
  type Op,
  type Tensor,
  uninitialized,
} from "@rewind/autograd";

const backwardOp: Op<void> = {
  name: "lstmOutputBackward",
  forward(_context, [grad, output, squashed]) {
    const g = grad.data;
    const o = output.data;
    const s = squashed.data;
    const gradOutput = uninitialized(output.shape, output.dtype);
    const gradCell = uninitialized(output.shape, output.dtype);
    if (!kernels.lstmOutputSlope?.(g, o, s, gradOutput.data, gradCell.data)) {
      for (let i = 0; i < g.length; i++) {
        gradOutput.data[i] = g[i] * s[i];
        gradCell.data[i] = g[i] * o[i] * (1 - s[i] * s[i]);
      }
    }
    return [gradOutput, gradCell];
  },
  composed: ([grad, output, squashed]) => [mul(grad, squashed), mul(mul(grad, output), slope(squashed))],
  lower({ heap, outputs: [shape] }) {
    const n = sizeOf(shape);
    const { lstmOutputSlope } = heap.module;
    return {
      exact: n % 8 === 0,
      run: ([g, o, squashed, gradOutput, gradCell]) =>
        lstmOutputSlope(g, o, squashed, gradOutput, gradCell, n),
    };
  },
};

/** The derivative of tanh, by its value. */
function slope(squashed: Tensor): Tensor {
  return sub(1, square(squashed));
}

const op: Op<void> = {
  name: "lstmOutput",
  forward(context, [output, cell]) {
    const squashed = uninitialized(cell.shape, cell.dtype);
    const hidden = uninitialized(cell.shape, cell.dtype);
    const s = squashed.data;
    if (!kernels.lstmOutput?.(output.data, cell.data, s, hidden.data)) {
      for (let i = 0; i < s.length; i++) {
        s[i] = Math.tanh(cell.data[i]);
        hidden.data[i] = output.data[i] * s[i];
      }
    }
    context.save(output, squashed);
    return [hidden, squashed];
  },
  backward(context, [ofHidden, ofSquashed]) {
    const [output, squashed] = context.saved;
    const [ofOutput, ofCell] =
      ofHidden === null ? [null, null] : applyOpMany(backwardOp, [ofHidden, output, squashed], undefined);
    if (ofSquashed === null) return [ofOutput, ofCell];
    // In second order only.
    const more = mul(ofSquashed, slope(squashed));
    return [ofOutput, ofCell === null ? more : add(ofCell, more)];
  },
  lower({ heap, outputs: [shape] }) {
    const n = sizeOf(shape);
    const { lstmOutput: kernel } = heap.module;
    return { exact: n % 8 === 0, run: ([o, c, hidden, squashed]) => kernel(o, c, squashed, hidden, n) };
  },
};

/** What an LSTM lets out: `h' = o tanh(c')`, all `[B, H]`. @internal */
export function lstmOutput(output: Tensor, cell: Tensor): Tensor {
  return applyOpMany(op, operands("lstmOutput", [output, cell]), undefined)[0];
}
