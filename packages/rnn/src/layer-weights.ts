import type { Parameter } from "@rewind/nn";
import { recurrentWeight, startingWeight } from "./init.ts";
import type { RecurrentLayerOptions } from "./layer-options.ts";
import type { Weights } from "./recurrence/recurrence.ts";

/** The parameters of a layer by PyTorch's names: `weight_ih_l0`, `bias_hh_l1_reverse` … @internal */
export interface WeightsByName {
  [weight: `weight_${string}`]: Parameter;
  [bias: `bias_${string}`]: Parameter;
}

/** What the shapes of a layer's weights follow from, beside the size of its input. @internal */
export interface WeightSizes {
  readonly gates: number;
  readonly hiddenSize: number;
  readonly outputSize: number;
  /** Whether the output is a projection of the hidden units. */
  readonly projected: boolean;
  readonly bias: boolean;
}

/** What the names of a layer's parameters end in. @internal */
export function placeOf(layer: number, direction: number): string {
  return `_l${layer}${direction === 1 ? "_reverse" : ""}`;
}

/** New parameters of one layer in one direction, drawn in PyTorch's order. @internal */
export function startingWeights(
  who: string,
  place: string,
  inputSize: number,
  { gates, hiddenSize, outputSize, projected, bias }: WeightSizes,
  { recurrentInit, generator }: RecurrentLayerOptions,
): WeightsByName {
  const rows = gates * hiddenSize;
  const start = (...shape: number[]): Parameter => startingWeight(shape, hiddenSize, generator);
  return {
    [`weight_ih${place}` as const]: start(rows, inputSize),
    [`weight_hh${place}` as const]: recurrentWeight(
      who,
      gates,
      [hiddenSize, outputSize],
      recurrentInit,
      generator,
    ),
    ...(bias ? { [`bias_ih${place}` as const]: start(rows), [`bias_hh${place}` as const]: start(rows) } : {}),
    ...(projected ? { [`weight_hr${place}` as const]: start(outputSize, hiddenSize) } : {}),
  };
}

/** The parameters of one layer in one direction, as its recurrence takes them. @internal */
export function weightsAt(layer: WeightsByName, place: string): Weights {
  const optional = (name: `weight_${string}` | `bias_${string}`): Parameter | null =>
    (layer[name] as Parameter | undefined) ?? null;
  return {
    weight_ih: layer[`weight_ih${place}`],
    weight_hh: layer[`weight_hh${place}`],
    bias_ih: optional(`bias_ih${place}`),
    bias_hh: optional(`bias_hh${place}`),
    weight_hr: optional(`weight_hr${place}`),
  };
}
