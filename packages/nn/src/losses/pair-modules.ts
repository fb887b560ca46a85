import type { TensorLike } from "@rewind/autograd";
import { FunctionModule } from "../function-module.ts";
import {
  bceLoss,
  bceWithLogits,
  hingeEmbeddingLoss,
  huberLoss,
  klDiv,
  l1Loss,
  mseLoss,
  multilabelSoftMarginLoss,
  poissonNllLoss,
  smoothL1Loss,
  softMarginLoss,
  type BceLossOptions,
  type BceWithLogitsOptions,
  type HingeEmbeddingLossOptions,
  type HuberLossOptions,
  type KlDivOptions,
  type LossOptions,
  type MultilabelSoftMarginLossOptions,
  type PoissonNllLossOptions,
  type SmoothL1LossOptions,
} from "./index.ts";

type Pair = [input: TensorLike, target: TensorLike];

/** {@link bceLoss} as a module. */
export class BCELoss extends FunctionModule<Pair, BceLossOptions> {
  constructor(options: BceLossOptions = {}) {
    super(bceLoss, ["weight", "reduction"], options);
  }
}

/** {@link bceWithLogits} as a module. */
export class BCEWithLogitsLoss extends FunctionModule<Pair, BceWithLogitsOptions> {
  constructor(options: BceWithLogitsOptions = {}) {
    super(bceWithLogits, ["weight", "posWeight", "reduction"], options);
  }
}

/** {@link hingeEmbeddingLoss} as a module. */
export class HingeEmbeddingLoss extends FunctionModule<Pair, HingeEmbeddingLossOptions> {
  constructor(options: HingeEmbeddingLossOptions = {}) {
    super(hingeEmbeddingLoss, ["margin", "reduction"], options);
  }
}

/** {@link huberLoss} as a module. */
export class HuberLoss extends FunctionModule<Pair, HuberLossOptions> {
  constructor(options: HuberLossOptions = {}) {
    super(huberLoss, ["delta", "reduction"], options);
  }
}

/** {@link klDiv} as a module. */
export class KLDivLoss extends FunctionModule<Pair, KlDivOptions> {
  constructor(options: KlDivOptions = {}) {
    super(klDiv, ["logTarget", "reduction"], options);
  }
}

/** {@link l1Loss} as a module. */
export class L1Loss extends FunctionModule<Pair, LossOptions> {
  constructor(options: LossOptions = {}) {
    super(l1Loss, ["reduction"], options);
  }
}

/** {@link mseLoss} as a module. */
export class MSELoss extends FunctionModule<Pair, LossOptions> {
  constructor(options: LossOptions = {}) {
    super(mseLoss, ["reduction"], options);
  }
}

/** {@link multilabelSoftMarginLoss} as a module. */
export class MultiLabelSoftMarginLoss extends FunctionModule<Pair, MultilabelSoftMarginLossOptions> {
  constructor(options: MultilabelSoftMarginLossOptions = {}) {
    super(multilabelSoftMarginLoss, ["weight", "reduction"], options);
  }
}

/** {@link poissonNllLoss} as a module. */
export class PoissonNLLLoss extends FunctionModule<Pair, PoissonNllLossOptions> {
  constructor(options: PoissonNllLossOptions = {}) {
    super(poissonNllLoss, ["logInput", "full", "eps", "reduction"], options);
  }
}

/** {@link smoothL1Loss} as a module. */
export class SmoothL1Loss extends FunctionModule<Pair, SmoothL1LossOptions> {
  constructor(options: SmoothL1LossOptions = {}) {
    super(smoothL1Loss, ["beta", "reduction"], options);
  }
}

/** {@link softMarginLoss} as a module. */
export class SoftMarginLoss extends FunctionModule<Pair, LossOptions> {
  constructor(options: LossOptions = {}) {
    super(softMarginLoss, ["reduction"], options);
  }
}
