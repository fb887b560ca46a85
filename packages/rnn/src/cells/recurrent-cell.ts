import { ArgumentError, formatValue, readable, type Tensor } from "@rewind/autograd";
import type { Recurrence } from "../recurrence/recurrence.ts";
import type { StateTree } from "../state.ts";
import { GatedCell, type RecurrentCellOptions } from "./gated-cell.ts";

/**
 * A cell whose step is a projection and gates, the arithmetic it shares with a layer.
 * @internal
 */
export abstract class RecurrentCell<S extends StateTree> extends GatedCell<S> {
  readonly #recurrence: Recurrence<S>;

  protected constructor(
    recurrence: Recurrence<S>,
    inputSize: number,
    hiddenSize: number,
    options: RecurrentCellOptions,
    projSize: number = 0,
  ) {
    if (typeof readable(recurrence)?.gates !== "number")
      throw new ArgumentError(
        `RecurrentCell: is what cells extend, got ${formatValue(recurrence)}; use RNNCell, LSTMCell, GRUCell …`,
      );
    super(recurrence.gates, inputSize, hiddenSize, options, projSize);
    this.#recurrence = recurrence;
  }

  protected zeroState(batch: number): S {
    return this.#recurrence.zeroState(batch, this.hiddenSize, this.outputSize, this.weight_hh.dtype);
  }

  protected advance(x: Tensor, state: S): [output: Tensor, state: S] {
    const next = this.#recurrence.advance(this, this.#recurrence.project(this, x), state);
    return [this.#recurrence.output(next), next];
  }
}
