import { logSoftmax, type Tensor } from "@rewind/autograd";
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
  cross_entropy: (inputs) =>
    nn.crossEntropy(inputs.tensor("input"), inputs.indices("target"), {
      ...classOptions(inputs),
      labelSmoothing: inputs.options.number("label_smoothing", 0),
    }),
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
};
