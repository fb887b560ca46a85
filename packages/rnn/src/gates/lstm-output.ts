import {
  applyOpMany,
  empty,
  kernels,
  mul,
  operands,
  sizeOf,
  tanh,
  type Op,
  type Tensor,
} from "@rewind/autograd";

const backwardOp: Op<void> = {
  name: "lstmOutputBackward",
  forward(_context, [grad, output, squashed]) {
    const g = grad.data;
    const o = output.data;
    const s = squashed.data;
    const gradOutput = empty(output.shape, output.dtype);
    const gradCell = empty(output.shape, output.dtype);
    const d = gradCell.data;
    kernels.mul(g, 0, 1, s, 0, 1, gradOutput.data, 0, g.length);
    kernels.mul(g, 0, 1, o, 0, 1, d, 0, g.length);
    if (!kernels.slope.tanh?.(d, s, d)) for (let i = 0; i < g.length; i++) d[i] *= 1 - s[i] * s[i];
    return [gradOutput, gradCell];
  },
  lower({ heap, outputs: [shape] }) {
    const n = sizeOf(shape);
    const { mul: product, tanhSlope } = heap.module;
    return {
      exact: n % 8 === 0,
      run([g, o, s, gradOutput, gradCell]) {
        product(g, 1, s, 1, gradOutput, n);
        product(g, 1, o, 1, gradCell, n);
        tanhSlope(gradCell, s, gradCell, n);
      },
    };
  },
};

const op: Op<void> = {
  name: "lstmOutput",
  forward(context, [output, cell]) {
    const squashed = empty(cell.shape, cell.dtype);
    const hidden = empty(cell.shape, cell.dtype);
    const s = squashed.data;
    if (!kernels.unary.tanh?.(cell.data, s))
      for (let i = 0; i < s.length; i++) s[i] = Math.tanh(cell.data[i]);
    kernels.mul(output.data, 0, 1, s, 0, 1, hidden.data, 0, s.length);
    context.save(output, squashed);
    return [hidden, squashed];
  },
  backward: (context, [grad]) => applyOpMany(backwardOp, [grad as Tensor, ...context.saved], undefined),
  composed([output, cell]) {
    const squashed = tanh(cell);
    return [mul(output, squashed), squashed];
  },
  lower({ heap, outputs: [shape] }) {
    const n = sizeOf(shape);
    const { tanh: squash, mul: product } = heap.module;
    return {
      exact: n % 8 === 0,
      run([o, c, hidden, s]) {
        squash(c, s, n);
        product(o, 1, s, 1, hidden, n);
      },
    };
  },
};

/** What an LSTM lets out: `h' = o tanh(c')`, all `[B, H]`. @internal */
export function lstmOutput(output: Tensor, cell: Tensor): Tensor {
  return applyOpMany(op, operands("lstmOutput", [output, cell]), undefined)[0];
}
