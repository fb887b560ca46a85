import { startForgetGate } from "./init.ts";
import { checkLayerOptions, checkProjSize } from "./options.ts";
import type { RecurrentLayerOptions } from "./layer-options.ts";
import { RecurrentLayer } from "./recurrent-layer.ts";
import { lstmRecurrence, type LSTMState } from "./recurrence/lstm.ts";

/** Options of {@link LSTM}. */
export interface LSTMOptions extends RecurrentLayerOptions {
  /** Size h is projected to, smaller than `hiddenSize` (Sak et al. 2014). Default 0: no projection. */
  projSize?: number;
  /**
   * What the forget gate's biases start at, added up, in every layer and direction: at 0 a step keeps half of c, at 3 95 %.
   * Default: as the others.
   */
  forgetBias?: number;
}

/**
 * Long short-term memory over a sequence; for the formula see {@link LSTMCell}. Parameters, numbers and shapes are
 * PyTorch's; the state is `{ h, c }`: h `[numLayers * directions, B, outputSize]`, c `[numLayers * directions, B, hiddenSize]`.
 *
 * @example
 * const lstm = new LSTM(8, 16, { numLayers: 2, dropout: 0.2 });
 * const { outputs, state } = lstm.forward(randn([35, 4, 8])); // outputs [35, 4, 16], state.c [2, 4, 16]
 * @throws ArgumentError if an option is unknown or out of its domain, or forgetBias is set without biases
 */
export class LSTM extends RecurrentLayer<LSTMState> {
  /** Size of the projected h; 0 where there is no projection. */
  readonly projSize: number;

  constructor(inputSize: number, hiddenSize: number, options: LSTMOptions = {}) {
    checkLayerOptions("LSTM", options, ["projSize", "forgetBias"]);
    const projSize = checkProjSize("LSTM", options.projSize, hiddenSize);
    super(lstmRecurrence, inputSize, hiddenSize, options, projSize);
    this.projSize = projSize;
    for (const { bias_ih, bias_hh } of this.weights())
      startForgetGate("LSTM", options.forgetBias, hiddenSize, [bias_ih, bias_hh]);
  }
}
