import type { Indices, TensorLike } from "@rewind/autograd";
import { FunctionModule } from "../function-module.ts";
import {
  crossEntropy,
  ctcLoss,
  multilabelMarginLoss,
  multiMarginLoss,
  nllLoss,
  type ClassLossOptions,
  type CrossEntropyOptions,
  type CtcLossOptions,
  type LossOptions,
  type MultiMarginLossOptions,
} from "./index.ts";

type Classes = [input: TensorLike, target: Indices];
type OneOrMore = [input: TensorLike, target: Indices | number];

/** {@link crossEntropy} as a module. */
export class CrossEntropyLoss extends FunctionModule<
  [logits: TensorLike, target: Indices | TensorLike],
  CrossEntropyOptions
> {
  constructor(options: CrossEntropyOptions = {}) {
    super(crossEntropy, ["weight", "ignoreIndex", "labelSmoothing", "reduction"], options);
  }
}

/** {@link ctcLoss} as a module. */
export class CTCLoss extends FunctionModule<
  [logProbs: TensorLike, targets: Indices, inputLengths: Indices | number, targetLengths: Indices | number],
  CtcLossOptions
> {
  constructor(options: CtcLossOptions = {}) {
    super(ctcLoss, ["blank", "zeroInfinity", "reduction"], options);
  }
}

/** {@link multilabelMarginLoss} as a module. */
export class MultiLabelMarginLoss extends FunctionModule<Classes, LossOptions> {
  constructor(options: LossOptions = {}) {
    super(multilabelMarginLoss, ["reduction"], options);
  }
}

/** {@link multiMarginLoss} as a module. */
export class MultiMarginLoss extends FunctionModule<OneOrMore, MultiMarginLossOptions> {
  constructor(options: MultiMarginLossOptions = {}) {
    super(multiMarginLoss, ["p", "margin", "weight", "reduction"], options);
  }
}

/** {@link nllLoss} as a module. */
export class NLLLoss extends FunctionModule<OneOrMore, ClassLossOptions> {
  constructor(options: ClassLossOptions = {}) {
    super(nllLoss, ["weight", "ignoreIndex", "reduction"], options);
  }
}
