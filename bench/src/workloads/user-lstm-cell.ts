import { add, linear, mul, sigmoid, split, tanh, zeros, type Tensor } from "@rewind/autograd";
import type { Parameter } from "@rewind/nn";
import type { Cell } from "@rewind/rnn";

type State = readonly [h: Tensor, c: Tensor];

/** An LSTM cell as a user would write it, of ordinary ops: what the built-in layer is compared with. */
export class UserLSTMCell implements Cell<State> {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly #parameters: readonly Parameter[];

  /** @param parameters weight_ih `[4H, I]`, weight_hh `[4H, H]`, bias_ih and bias_hh `[4H]` */
  constructor(parameters: readonly Parameter[]) {
    this.inputSize = parameters[0].shape[1];
    this.outputSize = parameters[1].shape[1];
    this.#parameters = parameters;
  }

  initialState(batch: number): State {
    return [zeros([batch, this.outputSize]), zeros([batch, this.outputSize])];
  }

  step(x: Tensor, [h, c]: State): [Tensor, State] {
    const [weightIh, weightHh, biasIh, biasHh] = this.#parameters;
    const gates = add(linear(x, weightIh, biasIh), linear(h, weightHh, biasHh));
    const [i, f, g, o] = split(gates, this.outputSize, { axis: 1 });
    const next = add(mul(sigmoid(f), c), mul(sigmoid(i), tanh(g)));
    const output = mul(sigmoid(o), tanh(next));
    return [output, [output, next]];
  }
}
