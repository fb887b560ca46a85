import { logSoftmax, type Indices, type Tensor } from "@rewind/autograd";
import * as nn from "@rewind/nn";
import type { ClassLossOptions, LossOptions, Reduction } from "@rewind/nn";
import type { Inputs } from "../inputs.ts";
import type { Kind, Kinds } from "../kind.ts";

function reductionOf({ options }: Inputs): LossOptions {
  return { reduction: options.text("reduction", "mean") as Reduction };
}

/** A loss of `input` and a `target` of the same shape. */
function regression(loss: (input: Tensor, target: Tensor, inputs: Inputs) => Tensor): Kind {
  return (inputs) => loss(inputs.tensor("input"), inputs.tensor("target"), inputs);
}

function weightOf(inputs: Inputs): { weight?: Tensor } {
  const weight = inputs.maybe("weight");
  return weight === undefined ? {} : { weight };
}

function classOptions(inputs: Inputs): ClassLossOptions {
  const ignoreIndex = inputs.options.number("ignore_index", -100);
  return { ...reductionOf(inputs), ...weightOf(inputs), ignoreIndex };
}

/** Classes, as integers, or probabilities in the input's shape. */
function classesOrProbabilities(inputs: Inputs): Indices | Tensor {
  return inputs.isInteger("target") ? inputs.indices("target") : inputs.tensor("target");
}

const crossEntropy: Kind = (inputs) =>
  nn.crossEntropy(inputs.tensor("input"), classesOrProbabilities(inputs), {
    ...classOptions(inputs),
    labelSmoothing: inputs.options.number("label_smoothing", 0),
  });

/** `margin`, where the options give one. */
function marginOf({ options }: Inputs): { margin?: number } {
  const margin = options.maybeNumber("margin");
  return margin === undefined ? {} : { margin };
}

/** A loss of three vectors; `swap` and `margin` are its options. */
const triplet =
  (loss: typeof nn.tripletMarginLoss, own: (inputs: Inputs) => nn.TripletMarginLossOptions): Kind =>
  (inputs) => {
    const [anchor, positive, negative] = ["anchor", "positive", "negative"].map((name) =>
      inputs.tensor(name),
    );
    const swap = inputs.options.flag("swap");
    return loss(anchor, positive, negative, {
      ...reductionOf(inputs),
      ...marginOf(inputs),
      ...own(inputs),
      swap,
    });
  };

export const losses: Kinds = {
  mse_loss: regression((x, y, inputs) => nn.mseLoss(x, y, reductionOf(inputs))),
  l1_loss: regression((x, y, inputs) => nn.l1Loss(x, y, reductionOf(inputs))),
  huber_loss: regression((x, y, inputs) =>
    nn.huberLoss(x, y, { ...reductionOf(inputs), delta: inputs.options.number("delta", 1) }),
  ),
  smooth_l1_loss: regression((x, y, inputs) =>
    nn.smoothL1Loss(x, y, { ...reductionOf(inputs), beta: inputs.options.number("beta", 1) }),
  ),
  bce_loss: regression((x, y, inputs) => nn.bceLoss(x, y, { ...reductionOf(inputs), ...weightOf(inputs) })),
  bce_with_logits: regression((x, y, inputs) => {
    const posWeight = inputs.maybe("pos_weight");
    const factors = posWeight === undefined ? weightOf(inputs) : { ...weightOf(inputs), posWeight };
    return nn.bceWithLogits(x, y, { ...reductionOf(inputs), ...factors });
  }),
  kl_div: regression((x, y, inputs) => {
    const reduction = inputs.options.text("reduction", "mean") as Reduction | "batchmean";
    return nn.klDiv(x, y, { reduction, logTarget: inputs.options.flag("log_target") });
  }),
  cross_entropy: crossEntropy,
  "cross_entropy.prob": crossEntropy,
  nll_loss: (inputs) => nn.nllLoss(inputs.tensor("input"), inputs.indices("target"), classOptions(inputs)),
  ctc_loss: (inputs) =>
    nn.ctcLoss(
      logSoftmax(inputs.tensor("logits"), { axis: 2 }),
      inputs.indices("targets"),
      inputs.ints("input_lengths"),
      inputs.ints("target_lengths"),
      {
        ...reductionOf(inputs),
        blank: inputs.options.number("blank", 0),
        zeroInfinity: inputs.options.flag("zero_infinity"),
      },
    ),
  poisson_nll_loss: regression((x, y, inputs) =>
    nn.poissonNllLoss(x, y, {
      ...reductionOf(inputs),
      logInput: inputs.options.flag("log_input", true),
      full: inputs.options.flag("full"),
      eps: inputs.options.number("eps", 1e-8),
    }),
  ),
  gaussian_nll_loss: regression((x, y, inputs) =>
    nn.gaussianNllLoss(x, y, inputs.maybe("var") ?? inputs.tensor("variance"), {
      ...reductionOf(inputs),
      full: inputs.options.flag("full"),
      eps: inputs.options.number("eps", 1e-6),
    }),
  ),
  hinge_embedding_loss: regression((x, y, inputs) =>
    nn.hingeEmbeddingLoss(x, y, { ...reductionOf(inputs), ...marginOf(inputs) }),
  ),
  soft_margin_loss: regression((x, y, inputs) => nn.softMarginLoss(x, y, reductionOf(inputs))),
  multilabel_soft_margin_loss: regression((x, y, inputs) =>
    nn.multilabelSoftMarginLoss(x, y, { ...reductionOf(inputs), ...weightOf(inputs) }),
  ),
  margin_ranking_loss: (inputs) =>
    nn.marginRankingLoss(inputs.tensor("input1"), inputs.tensor("input2"), inputs.tensor("target"), {
      ...reductionOf(inputs),
      ...marginOf(inputs),
    }),
  cosine_embedding_loss: (inputs) =>
    nn.cosineEmbeddingLoss(inputs.tensor("input1"), inputs.tensor("input2"), inputs.tensor("target"), {
      ...reductionOf(inputs),
      ...marginOf(inputs),
    }),
  multi_margin_loss: (inputs) =>
    nn.multiMarginLoss(inputs.tensor("input"), inputs.indices("target"), {
      ...reductionOf(inputs),
      ...marginOf(inputs),
      ...weightOf(inputs),
      p: inputs.options.number("p", 1) as 1 | 2,
    }),
  multilabel_margin_loss: (inputs) =>
    nn.multilabelMarginLoss(inputs.tensor("input"), inputs.indices("target"), reductionOf(inputs)),
  triplet_margin_loss: triplet(nn.tripletMarginLoss, ({ options }) => ({
    p: options.number("p", 2),
    eps: options.number("eps", 1e-6),
  })),
  triplet_margin_with_distance_loss: triplet(nn.tripletMarginWithDistanceLoss, () => ({})),
};
