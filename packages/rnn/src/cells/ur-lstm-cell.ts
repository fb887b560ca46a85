import {
  add,
  defaultGenerator,
  lerp,
  matmul,
  mul,
  sigmoid,
  split,
  square,
  sub,
  tanh,
  zeros,
  type Tensor,
} from "@rewind/autograd";
import { CELL_OPTIONS, checkCellOptions } from "../options.ts";
import type { LSTMState } from "../recurrence/lstm.ts";
import { projectWithBothBiases } from "../recurrence/project.ts";
import { GatedCell, type RecurrentCellOptions } from "./gated-cell.ts";

/** Options of {@link URLSTMCell}. */
export type URLSTMCellOptions = RecurrentCellOptions;

/**
 * An LSTM that learns long memories sooner: uniform gate initialisation and a refine gate (Gu et al., "Improving the gating
 * mechanism of recurrent neural networks", 2020). With `a = W_ih x + b_ih + W_hh h + b_hh`, gates stacked f, r, g, o:
 * `f = σ(a_f)`, `r = σ(a_r)`, effective gate `e = r (1 - (1 - f)²) + (1 - r) f²`, `c' = e c + (1 - e) tanh(a_g)`,
 * `h' = σ(a_o) tanh(c')`. The forget gates start out at values spread uniformly over [1/H, 1 - 1/H], so that units remember
 * for all lengths of time, and the refine gates' biases at the opposite. The state is `{ h, c }`, both `[B, hiddenSize]`; the
 * output is h.
 *
 * @example
 * const cell = new URLSTMCell(3, 64);
 * const [output, { h, c }] = cell.step(randn([2, 3]), cell.initialState(2));
 * @throws ArgumentError if a size is not a whole number ≥ 1
 */
export class URLSTMCell extends GatedCell<LSTMState> {
  constructor(inputSize: number, hiddenSize: number, options: URLSTMCellOptions = {}) {
    checkCellOptions("URLSTMCell", options, CELL_OPTIONS);
    super(4, inputSize, hiddenSize, options);
    const generator = options.generator ?? defaultGenerator();
    this.bias_hh?.mutate("URLSTMCell", (data) => data.fill(0, 0, 2 * hiddenSize));
    this.bias_ih?.mutate("URLSTMCell", (data) => {
      const margin = 1 / Math.max(hiddenSize, 2);
      for (let unit = 0; unit < hiddenSize; unit++) {
        const gate = margin + (1 - 2 * margin) * generator.uniform();
        data[unit] = Math.log(gate / (1 - gate));
        data[hiddenSize + unit] = -data[unit];
      }
    });
  }

  protected zeroState(batch: number): LSTMState {
    const zero = zeros([batch, this.hiddenSize], { dtype: this.weight_hh.dtype });
    return { h: zero, c: zero };
  }

  protected advance(x: Tensor, { h, c }: LSTMState): [output: Tensor, state: LSTMState] {
    const sums = add(projectWithBothBiases(this, x), matmul(h, this.weight_hh, { transposeB: true }));
    const [af, ar, ag, ao] = split(sums, this.hiddenSize, { axis: 1 });
    const f = sigmoid(af);
    const effective = lerp(square(f), sub(1, square(sub(1, f))), sigmoid(ar));
    const cell = lerp(tanh(ag), c, effective);
    const hidden = mul(sigmoid(ao), tanh(cell));
    return [hidden, { h: hidden, c: cell }];
  }
}
