import {
  LayerNorm,
  TransformerEncoder,
  TransformerEncoderLayer,
  type TransformerEncoderForwardOptions,
} from "@rewind/nn";
import type { Inputs } from "../inputs.ts";
import type { Kinds } from "../kind.ts";

function makeLayer({ options }: Inputs): TransformerEncoderLayer {
  const activation = options.text("activation", "relu");
  if (activation !== "relu" && activation !== "gelu") throw new Error(`unknown activation ${activation}`);
  return new TransformerEncoderLayer(options.number("d_model"), options.number("nhead"), {
    dimFeedforward: options.number("dim_feedforward", 2048),
    // Reference results are those of evaluation.
    dropout: options.number("dropout", 0),
    activation,
    layerNormEps: options.number("layer_norm_eps", 1e-5),
    batchFirst: options.flag("batch_first"),
    normFirst: options.flag("norm_first"),
    bias: options.flag("bias", true),
  });
}

/** Masks under PyTorch's names, or without `src_`. */
function masks(inputs: Inputs): TransformerEncoderForwardOptions {
  const mask = inputs.has("src_mask") ? "src_mask" : "mask";
  const padding = inputs.maybe("src_key_padding_mask");
  const found = inputs.maybe(mask);
  return {
    isCausal: inputs.options.flag("is_causal"),
    ...(found === undefined ? {} : inputs.isBool(mask) ? { srcMask: found } : { srcBias: found }),
    ...(padding === undefined ? {} : { srcKeyPaddingMask: padding }),
  };
}

const source = (inputs: Inputs): ReturnType<Inputs["tensor"]> =>
  inputs.maybe("src") ?? inputs.tensor("input");

export const transformer: Kinds = {
  transformer_encoder_layer: (inputs) =>
    inputs.load(makeLayer(inputs)).eval().forward(source(inputs), masks(inputs)),
  transformer_encoder: (inputs) => {
    const norm = Object.hasOwn(inputs.case.params ?? {}, "norm.weight");
    const made = new TransformerEncoder(makeLayer(inputs), inputs.options.number("num_layers"), {
      norm: norm ? new LayerNorm(inputs.options.number("d_model")) : null,
    });
    return inputs.load(made).eval().forward(source(inputs), masks(inputs));
  },
};
