import { zeros, type Generator, type Tensor } from "@rewind/autograd";
import * as nn from "../../../src/index.ts";
import { sample, type LayerSamples } from "./layer.ts";

const eye = { normal: 1 } as const;

export const Linear: LayerSamples<typeof nn.Linear> = {
  samples: [
    sample([[2, 3]], (generator) => new nn.Linear(3, 2, { generator })),
    sample([[2, 1, 3]], (generator) => new nn.Linear(3, 1, { bias: false, generator })),
    sample([[0, 3]], (generator) => new nn.Linear(3, 2, { generator })),
  ],
  initial: {
    make: (generator) => new nn.Linear(25, 600, { generator }),
    laws: { weight: { uniform: 0.2 }, bias: { uniform: 0.2 } },
  },
  construct: (options) => new nn.Linear(3, 2, options),
  badOptions: { bias: NaN, generator: NaN },
  bad: [() => new nn.Linear(0, 1), () => new nn.Linear(1, NaN), () => new nn.Linear(1, 1.5)],
};

export const Bilinear: LayerSamples<typeof nn.Bilinear> = {
  samples: [
    sample([[2, 3], [2, 2]], (generator) => new nn.Bilinear(3, 2, 4, { generator })),
    sample([[1, 2, 3], [1, 2, 1]], (generator) => new nn.Bilinear(3, 1, 2, { bias: false, generator })),
    sample([[0, 3], [0, 2]], (generator) => new nn.Bilinear(3, 2, 1, { generator })),
  ],
  initial: {
    make: (generator) => new nn.Bilinear(16, 2, 600, { generator }),
    laws: { weight: { uniform: 0.25 }, bias: { uniform: 0.25 } },
  },
  construct: (options) => new nn.Bilinear(3, 2, 4, options),
  badOptions: { bias: NaN, generator: null },
  bad: [() => new nn.Bilinear(0, 1, 1), () => new nn.Bilinear(1, 1, NaN)],
}; // prettier-ignore

export const Embedding: LayerSamples<typeof nn.Embedding> = {
  samples: [
    sample([], (generator) => new nn.Embedding(4, 3, { generator }), (layer) => layer.forward([[0, 3], [3, 1]])),
    sample([], (generator) => new nn.Embedding(4, 2, { generator, paddingIdx: 3 }), (layer) => layer.forward(Int32Array.of(1, 2), { shape: [2, 1] })),
    sample([], (generator) => new nn.Embedding(4, 2, { generator }), (layer) => layer.forward([])),
  ],
  initial: { make: (generator) => new nn.Embedding(100, 30, { generator }), laws: { weight: eye } },
  construct: (options) => new nn.Embedding(4, 3, options),
  badOptions: { paddingIdx: 4, weight: [1, 2], generator: 1, maxNorm: -1, normType: 0, scaleGradByFreq: 1 },
  bad: [
    () => new nn.Embedding(0, 1),
    () => new nn.Embedding(2, 1).forward([2]),
    () => new nn.Embedding(2, 1).forward([0.5]),
    () => new nn.Embedding(2, 1).forward(zeros([1]) as never),
    () => new nn.Embedding(2, 1).forward([0], { shap: [1] } as never),
    () => new nn.Embedding(2, 1).forward([0], { shape: [2] }),
  ],
}; // prettier-ignore

const table = (generator?: Generator): nn.Embedding => new nn.Embedding(4, 3, { generator });

export const EmbeddingDropout: LayerSamples<typeof nn.EmbeddingDropout> = {
  samples: [
    sample([], (generator) => new nn.EmbeddingDropout(table(generator), 0.5, { generator }), (layer) => layer.forward([[0, 3], [3, 1]])),
    sample([], (generator) => new nn.EmbeddingDropout(table(generator), 0.5, { generator }).eval(), (layer) => layer.forward(Int32Array.of(1, 2), { shape: [2, 1] })),
  ],
  initial: { make: (generator) => new nn.EmbeddingDropout(new nn.Embedding(100, 30, { generator })), laws: { "embedding.weight": eye } },
  construct: (options) => new nn.EmbeddingDropout(table(), 0.5, options),
  badOptions: { generator: 1 },
  bad: [
    () => new nn.EmbeddingDropout(table(), 2),
    () => new nn.EmbeddingDropout({} as never),
  ],
  worker: "Embedding",
}; // prettier-ignore

const bag = (options: nn.EmbeddingBagOptions): nn.EmbeddingBag => new nn.EmbeddingBag(5, 2, options);
const rows = [[0, 3, 3], [4, 1, 0]]; // prettier-ignore

export const EmbeddingBag: LayerSamples<typeof nn.EmbeddingBag> = {
  samples: [
    sample([], (generator) => bag({ generator }), (layer) => layer.forward(rows)),
    sample([[2, 3]], (generator) => bag({ generator, mode: "sum" }), (layer, perSampleWeights) => layer.forward(rows, { perSampleWeights })),
    sample([[4]], (generator) => bag({ generator, mode: "sum", paddingIdx: 1 }), (layer, perSampleWeights) => layer.forward([1, 2, 0, 4], { offsets: [0, 1, 1, 3], perSampleWeights })),
    sample([], (generator) => bag({ generator, mode: "max", paddingIdx: 0 }), (layer) => layer.forward([0, 1, 0, 4, 2], { offsets: [0, 2, 3] })),
    sample([], (generator) => bag({ generator }), (layer) => layer.forward([], { offsets: [] })),
    sample([[0]], (generator) => bag({ generator, mode: "sum" }), (layer, perSampleWeights) => layer.forward([], { offsets: [0, 0], perSampleWeights })),
  ],
  initial: { make: (generator) => new nn.EmbeddingBag(100, 30, { generator }), laws: { weight: eye } },
  construct: (options) => bag(options),
  badOptions: { mode: "min", paddingIdx: 5, weight: [1, 2], generator: 1, maxNorm: NaN, normType: 0, scaleGradByFreq: 1, includeLastOffset: 1 },
  bad: [
    () => bag({}).forward([0, 1]),
    () => bag({}).forward([[5]]),
    () => bag({}).forward([[1]], { offsets: [0] }),
    () => bag({}).forward([0, 1], { offsets: [1] }),
    () => bag({}).forward([0, 1], { offsets: [0, 2, 1] }),
    () => bag({}).forward([0, 1], { offsets: [0, 3] }),
    () => bag({}).forward([0, 1], { offsets: [] }),
    () => bag({ includeLastOffset: true }).forward([0, 1], { offsets: [0] }),
    () => bag({ includeLastOffset: true }).forward([0, 1], { offsets: [] }),
    () => bag({ mode: "max", scaleGradByFreq: true }),
    () => bag({}).forward([0, 1], { offset: [0] } as never),
    () => bag({}).forward([[0, 1]], { perSampleWeights: [[1, 2]] }),
    () => bag({ mode: "sum" }).forward([[0, 1]], { perSampleWeights: [1] }),
  ],
}; // prettier-ignore

const attended = ({ context }: nn.Attended): Tensor => context;

export const AdditiveAttention: LayerSamples<typeof nn.AdditiveAttention> = {
  samples: [
    sample([[2, 3], [2, 4, 2]], (generator) => new nn.AdditiveAttention(3, 2, 5, { generator }), (layer, q, k) => attended(layer.forward(q, k))),
    sample([[1, 2, 3], [1, 3, 2], [1, 3, 4]], (generator) => new nn.AdditiveAttention(3, 2, 2, { generator }), (layer, q, k, values) => attended(layer.forward(q, k, { values, mask: [[false, true, false]] }))),
    sample([[0, 3], [0, 4, 2]], (generator) => new nn.AdditiveAttention(3, 2, 5, { generator }), (layer, q, k) => attended(layer.forward(q, k))),
  ],
  initial: {
    make: (generator) => new nn.AdditiveAttention(25, 16, 600, { generator }),
    laws: { "W_q.weight": { uniform: 1 / 5 }, "W_k.weight": { uniform: 1 / 4 }, "v.weight": { uniform: 1 / Math.sqrt(600) } },
  },
  construct: (options) => new nn.AdditiveAttention(3, 2, 5, options),
  badOptions: { generator: "seed" },
  bad: [() => new nn.AdditiveAttention(1, 1, 0), () => new nn.AdditiveAttention(1, 1, 1).forward(zeros([1, 1]), zeros([1, 2, 1]), { mask: [[true]] })],
}; // prettier-ignore

export const DotAttention: LayerSamples<typeof nn.DotAttention> = {
  samples: [
    sample([[2, 3], [2, 4, 3]], () => new nn.DotAttention(3), (layer, q, k) => attended(layer.forward(q, k))),
    sample([[2, 2, 3], [2, 4, 2]], (generator) => new nn.DotAttention(3, 2, { score: "general", generator }), (layer, q, k) => attended(layer.forward(q, k))),
    sample([[1, 3], [1, 2, 2]], (generator) => new nn.DotAttention(3, 2, { score: "concat", attentionSize: 4, generator }), (layer, q, k) => attended(layer.forward(q, k, { mask: [[1, 0]] }))),
  ],
  initial: {
    make: (generator) => new nn.DotAttention(300, 100, { score: "concat", attentionSize: 600, generator }),
    laws: { "W_a.weight": { uniform: 1 / 20 }, "v.weight": { uniform: 1 / Math.sqrt(600) } },
  },
  construct: (options) => new nn.DotAttention(3, 3, options),
  badOptions: { score: "product", attentionSize: 3, generator: 1 },
  bad: [() => new nn.DotAttention(2, 3), () => new nn.DotAttention(NaN)],
}; // prettier-ignore
