import { runtime, checkInteger, type Generator } from "@rewind/autograd";
import type { Parameter } from "@rewind/nn";
import { recurrentWeight, startingWeight, type RecurrentInit } from "../init.ts";
import type { Weights } from "../recurrence/recurrence.ts";
import type { StateTree } from "../state.ts";
import { CellModule } from "./cell-module.ts";

/** What the built-in cells have in common. */
export interface RecurrentCellOptions {
  /** Whether the gates have biases. Default true. */
  bias?: boolean;
  /**
   * How the recurrent weights start: each gate's matrix uniform within ±1/√hiddenSize as in PyTorch, orthogonal (Saxe et
   * al. 2013), or the identity (Le, Jaitly and Hinton 2015). Default `"uniform"`.
   */
  recurrentInit?: RecurrentInit;
  /** Source of the initial values. Default: the default generator. */
  generator?: Generator;
}

/**
 * What PyTorch's cells have in common: `weight_ih`, `weight_hh`, `bias_ih`, `bias_hh`, gates stacked, uniform within
 * ±1/√hiddenSize.
 * @internal
 */
export abstract class GatedCell<S extends StateTree> extends CellModule<S> implements Weights {
  readonly hiddenSize: number;
  weight_ih: Parameter;
  weight_hh: Parameter;
  bias_ih: Parameter | null;
  bias_hh: Parameter | null;

  /** @param projSize size of the output, if not that of the hidden units */
  protected constructor(
    gates: number,
    inputSize: number,
    hiddenSize: number,
    options: RecurrentCellOptions,
    projSize: number = 0,
  ) {
    super(inputSize, sizeOfOutput(new.target.name, hiddenSize, projSize));
    const name = this.constructor.name;
    const { bias, recurrentInit, generator } = options;
    this.hiddenSize = hiddenSize;
    const rows = gates * hiddenSize;
    const start = (shape: number[]): Parameter => startingWeight(shape, hiddenSize, generator);
    this.weight_ih = start([rows, inputSize]);
    this.weight_hh = recurrentWeight(name, gates, [hiddenSize, this.outputSize], recurrentInit, generator);
    this.bias_ih = bias === false ? null : start([rows]);
    this.bias_hh = bias === false ? null : start([rows]);
    runtime.unsettled?.();
  }
}

function sizeOfOutput(who: string, hiddenSize: number, projSize: number): number {
  checkInteger(who, "hiddenSize", hiddenSize, 1);
  return projSize === 0 ? hiddenSize : projSize;
}
