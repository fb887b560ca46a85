import type { Tensor } from "@rewind/autograd";
import { checkLayerOptions } from "./options.ts";
import type { RecurrentLayerOptions } from "./layer-options.ts";
import { RecurrentLayer } from "./recurrent-layer.ts";
import { gruRecurrenceOf } from "./recurrence/gru-reset-before.ts";

/** Options of {@link GRU}. */
export interface GRUOptions extends RecurrentLayerOptions {
  /** Whether the reset gate acts after the product, as {@link GRUCellOptions.resetAfter}. Default true. */
  resetAfter?: boolean;
}

/**
 * Gated recurrent units over a sequence; for the formula see {@link GRUCell}. Parameters, numbers and shapes are
 * PyTorch's; the state is `[numLayers * directions, B, hiddenSize]`.
 *
 * @example
 * const gru = new GRU(8, 16, { numLayers: 2, bidirectional: true });
 * const { outputs, state } = gru.forward(randn([35, 4, 8]), { lengths: [35, 3, 0, 12] }); // [35, 4, 32], [4, 4, 16]
 * @throws ArgumentError if an option is unknown or out of its domain
 */
export class GRU extends RecurrentLayer<Tensor> {
  constructor(inputSize: number, hiddenSize: number, options: GRUOptions = {}) {
    checkLayerOptions("GRU", options, ["resetAfter"]);
    super(gruRecurrenceOf("GRU", options.resetAfter), inputSize, hiddenSize, options);
  }
}
