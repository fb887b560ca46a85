import type { Generator, Tensor } from "@rewind/autograd";
import * as nn from "../../../src/index.ts";
import { sample, type LayerSamples } from "./layer.ts";

const outputs = ({ outputs: found }: nn.MultiheadAttentionResult): Tensor => found;
/** Every parameter of self-attention of 24 with PyTorch's rules. */
const attentionLaws = {
  in_proj_weight: { uniform: Math.sqrt(6 / (4 * 24)) },
  in_proj_bias: { constant: 0 },
  "out_proj.weight": { uniform: 1 / Math.sqrt(24) },
  "out_proj.bias": { constant: 0 },
};
/** Those of an encoder layer of 24 with 600 hidden elements. */
const layerLaws = {
  ...Object.fromEntries(Object.entries(attentionLaws).map(([name, law]) => [`self_attn.${name}`, law])),
  "linear1.weight": { uniform: 1 / Math.sqrt(24) },
  "linear1.bias": { uniform: 1 / Math.sqrt(24) },
  "linear2.weight": { uniform: 1 / Math.sqrt(600) },
  "norm1.weight": { constant: 1 },
  "norm1.bias": { constant: 0 },
  "norm2.weight": { constant: 1 },
  "norm2.bias": { constant: 0 },
};

export const MultiheadAttention: LayerSamples<typeof nn.MultiheadAttention> = {
  samples: [
    sample([[3, 2, 4]], (generator) => new nn.MultiheadAttention(4, 2, { generator }), (layer, x) => outputs(layer.forward(x))),
    sample([[2, 3, 4], [2, 2, 3], [2, 2, 5]], (generator) => new nn.MultiheadAttention(4, 1, { generator, batchFirst: true, kdim: 3, vdim: 5, addBiasKv: true }), (layer, q, k, v) => outputs(layer.forward(q, k, v, { keyPaddingMask: [[0, 1], [1, 1]] }))),
    sample([[3, 4], [3, 3]], (generator) => new nn.MultiheadAttention(4, 2, { generator, bias: false, addZeroAttn: true, dropout: 0.3 }), (layer, x, attnBias) => outputs(layer.forward(x, x, x, { attnBias, isCausal: true }))),
    sample([[0, 2, 4]], (generator) => new nn.MultiheadAttention(4, 2, { generator }), (layer, x) => outputs(layer.forward(x))),
  ],
  initial: { make: (generator) => new nn.MultiheadAttention(24, 2, { generator }), laws: attentionLaws },
  construct: (options) => new nn.MultiheadAttention(4, 2, options),
  badOptions: { dropout: NaN, bias: NaN, kdim: 0, vdim: 1.5, addBiasKv: 1, addZeroAttn: "no", batchFirst: NaN, generator: 1 },
  bad: [() => new nn.MultiheadAttention(4, 3), () => new nn.MultiheadAttention(4, 2).forward([[1, 2, 3, 4]], undefined, undefined, { isCausal: NaN as never })],
}; // prettier-ignore

const tiny = { dimFeedforward: 3, dropout: 0 };

export const TransformerEncoderLayer: LayerSamples<typeof nn.TransformerEncoderLayer> = {
  samples: [
    sample([[2, 1, 4]], (generator) => new nn.TransformerEncoderLayer(4, 2, { ...tiny, generator, activation: (x) => x.tanh() })),
    sample([[2, 3, 2]], (generator) => new nn.TransformerEncoderLayer(2, 1, { dimFeedforward: 3, dropout: 0.2, generator, batchFirst: true, normFirst: true, activation: "gelu", layerNormEps: 0.1 }), (layer, x) => layer.forward(x, { isCausal: true, srcKeyPaddingMask: [[0, 0, 1], [0, 1, 1]] })),
    sample([[2, 4]], (generator) => new nn.TransformerEncoderLayer(4, 1, { ...tiny, generator, bias: false, layerNormEps: 0.1 }), (layer, x) => layer.forward(x, { srcMask: [[false, false], [true, false]] })),
  ],
  initial: {
    make: (generator) => new nn.TransformerEncoderLayer(24, 2, { dimFeedforward: 600, generator }),
    laws: { ...layerLaws, "linear2.bias": { fewUniform: 1 / Math.sqrt(600) } },
  },
  construct: (options) => new nn.TransformerEncoderLayer(4, 2, options),
  badOptions: { dimFeedforward: 0, dropout: NaN, activation: "tanh", layerNormEps: NaN, batchFirst: NaN, normFirst: 1, bias: 0, generator: 1 },
  bad: [() => new nn.TransformerEncoderLayer(4, 3), () => new nn.TransformerEncoderLayer(4, 2).forward([[1, 2, 3, 4]], { mask: [] } as never)],
  worker: "MultiheadAttention",
}; // prettier-ignore

const encoder = (generator: Generator, norm: boolean): nn.TransformerEncoder =>
  new nn.TransformerEncoder(
    new nn.TransformerEncoderLayer(2, 1, { ...tiny, generator, batchFirst: true, layerNormEps: 0.1 }),
    2,
    { norm: norm ? new nn.LayerNorm(2, { eps: 0.1 }) : null },
  );

export const TransformerEncoder: LayerSamples<typeof nn.TransformerEncoder> = {
  samples: [
    sample([[1, 2, 2]], (generator) => encoder(generator, false)),
    sample([[2, 2]], (generator) => encoder(generator, true), (layer, x) => layer.forward(x, { isCausal: true })),
  ],
  initial: {
    make: (generator) => new nn.TransformerEncoder(new nn.TransformerEncoderLayer(24, 2, { dimFeedforward: 600, generator }), 2),
    laws: Object.fromEntries(
      [0, 1].flatMap((i) =>
        Object.entries({ ...layerLaws, "linear2.bias": { fewUniform: 1 / Math.sqrt(600) } }).map(([name, law]) => [`layers.${i}.${name}`, law]),
      ),
    ),
  },
  construct: (options) => new nn.TransformerEncoder(new nn.TransformerEncoderLayer(2, 1, tiny), 2, options),
  badOptions: { norm: NaN },
  bad: [() => new nn.TransformerEncoder(new nn.Linear(1, 1) as never, 2), () => new nn.TransformerEncoder(new nn.TransformerEncoderLayer(2, 1, tiny), 0)],
  worker: "TransformerEncoderLayer",
}; // prettier-ignore

export const PositionalEncoding: LayerSamples<typeof nn.PositionalEncoding> = {
  samples: [
    sample([[3, 2, 5]], () => new nn.PositionalEncoding(5)),
    sample([[2, 3, 4]], () => new nn.PositionalEncoding(4, { batchFirst: true })),
    sample([[0, 4]], () => new nn.PositionalEncoding(4)),
  ],
  initial: { make: () => new nn.PositionalEncoding(5), laws: {} },
  construct: (options) => new nn.PositionalEncoding(5, options),
  badOptions: { batchFirst: NaN },
  bad: [() => new nn.PositionalEncoding(0)],
};
