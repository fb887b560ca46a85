import { applyOp, empty, kernels, mul, operands, tanh, type Op, type Tensor } from "@rewind/autograd";

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
    return hidden;
  },
  backward(context, [grad]) {
    const [output, squashed] = context.saved;
    const g = (grad as Tensor).data;
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
  composed: ([output, cell]) => mul(output, tanh(cell)),
};

/** What an LSTM lets out: `h' = o tanh(c')`, all `[B, H]`. @internal */
export function lstmOutput(output: Tensor, cell: Tensor): Tensor {
  return applyOp(op, operands("lstmOutput", [output, cell]), undefined);
}
