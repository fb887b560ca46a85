import type { Tensor } from "@rewind/autograd";
import type { Nonlinearity } from "./gates/rnn-gate.ts";
import { checkLayerOptions, checkNonlinearity } from "./options.ts";
import type { RecurrentLayerOptions } from "./layer-options.ts";
import { RecurrentLayer } from "./recurrent-layer.ts";
import { simpleRecurrence } from "./recurrence/simple.ts";

/** Options of {@link RNN}. */
export interface RNNOptions extends RecurrentLayerOptions {
  /** Default `"tanh"`. */
  nonlinearity?: Nonlinearity;
}

/**
 * A simple recurrent net (Elman, "Finding structure in time", 1990): `h_t = f(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh)`, f tanh
 * or relu. Parameters, numbers and shapes are PyTorch's; the state is `[numLayers * directions, B, hiddenSize]`.
 *
 * @example
 * const rnn = new RNN(8, 16, { nonlinearity: "relu" });
 * const { outputs, state } = rnn.forward(randn([35, 4, 8])); // [35, 4, 16], [1, 4, 16]
 * @throws ArgumentError if an option is unknown or out of its domain
 */
export class RNN extends RecurrentLayer<Tensor> {
  readonly nonlinearity: Nonlinearity;

  constructor(inputSize: number, hiddenSize: number, options: RNNOptions = {}) {
    checkLayerOptions("RNN", options, ["nonlinearity"]);
    const nonlinearity = checkNonlinearity("RNN", options.nonlinearity);
    super(simpleRecurrence(nonlinearity), inputSize, hiddenSize, options);
    this.nonlinearity = nonlinearity;
  }
}
