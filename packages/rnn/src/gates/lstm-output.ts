import { applyOp, empty, kernels, mul, operands, tanh, type Op, type Tensor } from "@rewind/autograd";

const op: Op<void> = {
  name: "lstmOutput",
  forward(context, [output, cell]) {
    const squashed = empty(cell.shape, cell.dtype);
    const hidden = empty(cell.shape, cell.dtype);
    const s = squashed.data;
    if (!kernels.lstmOutput?.(output.data, cell.data, s, hidden.data)) {
      for (let i = 0; i < s.length; i++) {
        s[i] = Math.tanh(cell.data[i]);
        hidden.data[i] = output.data[i] * s[i];
      }
    }
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
    if (!kernels.lstmOutputSlope?.(g, o, s, gradOutput.data, gradCell.data)) {
      for (let i = 0; i < g.length; i++) {
        gradOutput.data[i] = g[i] * s[i];
        gradCell.data[i] = g[i] * o[i] * (1 - s[i] * s[i]);
      }
    }
    return [gradOutput, gradCell];
  },
  composed: ([output, cell]) => mul(output, tanh(cell)),
};

/** What an LSTM lets out: `h' = o tanh(c')`, all `[B, H]`. @internal */
export function lstmOutput(output: Tensor, cell: Tensor): Tensor {
  return applyOp(op, operands("lstmOutput", [output, cell]), undefined);
}
