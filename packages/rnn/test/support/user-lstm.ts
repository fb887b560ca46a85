import {
  Generator,
  matmul,
  randn,
  sigmoid,
  split,
  tanh,
  zeros,
  type Dtype,
  type Tensor,
} from "@rewind/autograd";
import type { Cell } from "../../src/index.ts";

/** An LSTM as a user would write it, in ordinary operations. */
export class UserLSTM implements Cell<{ h: Tensor; c: Tensor }> {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly dtype: Dtype;
  readonly wx: Tensor;
  readonly wh: Tensor;
  readonly b: Tensor;

  constructor(inputSize: number, hiddenSize: number, dtype: Dtype = "float64", seed = 3) {
    const generator = new Generator(seed);
    const options = { dtype, requiresGrad: true, generator };
    this.inputSize = inputSize;
    this.outputSize = hiddenSize;
    this.dtype = dtype;
    this.wx = randn([inputSize, 4 * hiddenSize], options);
    this.wh = randn([hiddenSize, 4 * hiddenSize], options);
    this.b = randn([4 * hiddenSize], options);
  }

  initialState(batch: number): { h: Tensor; c: Tensor } {
    const zero = zeros([batch, this.outputSize], { dtype: this.dtype });
    return { h: zero, c: zero };
  }

  step(x: Tensor, { h, c }: { h: Tensor; c: Tensor }): [Tensor, { h: Tensor; c: Tensor }] {
    const gates = matmul(x, this.wx).add(matmul(h, this.wh)).add(this.b);
    const [i, f, g, o] = split(gates, this.outputSize, { axis: 1 });
    const cell = sigmoid(f)
      .mul(c)
      .add(sigmoid(i).mul(tanh(g)));
    const hidden = sigmoid(o).mul(tanh(cell));
    return [hidden, { h: hidden, c: cell }];
  }
}
