import type { Tensor } from "@rewind/autograd";
import {
  ArgumentError,
  add,
  formatShape,
  formatValue,
  isList,
  isTensor,
  matmul,
  noGrad,
  zerosLike,
} from "@rewind/autograd";
import { FORMULAS, type GateFormula, type GateInputs } from "./gate-formulas.ts";

/**
 * A state as `keepStates` returns it: an LSTM's `{ h, c }` or a GRU's h, one tensor for a cell, a list with one per layer
 * for a layer.
 */
export type GatedState =
  | Tensor
  | readonly Tensor[]
  | { readonly h: Tensor | readonly Tensor[]; readonly c: Tensor | readonly Tensor[] };

/** An LSTM or GRU, cell or layer: whatever has their parameters. */
export interface GatedModule {
  readonly hiddenSize: number;
}

/** One layer's gates over time. @internal */
export interface GateSource {
  readonly formula: GateFormula;
  /** The tensors of the state after each step, on the tape: h, and an LSTM's c. */
  readonly states: readonly (readonly Tensor[])[];
  inputs(t: number): GateInputs;
}

/** Reads the layers of a module and what went through them; checks that they fit. @internal */
export function gateSources(
  who: string,
  module: GatedModule,
  xs: Tensor,
  states: readonly GatedState[],
): GateSource[] {
  if (!isTensor(xs) || xs.ndim !== 3)
    throw new ArgumentError(`${who}: xs must be a Tensor [T, B, I], time first, got ${formatValue(xs)}`);
  if (!isList(states) || states.length !== xs.shape[0] || states.length === 0)
    throw new ArgumentError(
      `${who}: states must list one state per step of the input ${formatShape(xs.shape)}, as forward returns them with keepStates; ` +
        `got ${isList(states) ? `${states.length} of them` : formatValue(states)}`,
    );
  const layers = layersOf(who, module);
  const rows = states.map((state) => rowsOf(who, state as GatedState, layers.length));
  return layers.map((weights, layer) => {
    const [T, B] = [xs.shape[0], xs.shape[1]];
    const own = rows.map((row) => row[layer]);
    const start = own[0].map(zerosLike);
    if (own[0][0].shape[0] !== B)
      throw new ArgumentError(
        `${who}: the states are of a batch of ${own[0][0].shape[0]}, xs of one of ${B}`,
      );
    const readings = layer === 0 ? null : rows.map((row) => row[layer - 1][0]);
    return {
      formula: weights.formula,
      states: own,
      inputs: (t) =>
        noGrad(() => {
          const before = t === 0 ? start : own[t - 1].map((tensor) => tensor.detach());
          const x = readings === null ? xs.slice([[t, t + 1]]).reshape([B, xs.size / T / B]) : readings[t];
          return {
            input: projected(weights.weight_ih, weights.bias_ih, x),
            recurrent: projected(weights.weight_hh, weights.bias_hh, before[0]),
            before,
            projection: weights.weight_hr?.detach() ?? null,
          };
        }),
    };
  });
}

interface Weights {
  readonly formula: GateFormula;
  readonly weight_ih: Tensor;
  readonly weight_hh: Tensor;
  readonly weight_hr: Tensor | undefined;
  readonly bias_ih: Tensor | undefined;
  readonly bias_hh: Tensor | undefined;
}

function layersOf(who: string, module: GatedModule): Weights[] {
  const held = module as unknown as Record<string, unknown>;
  const tensor = (name: string): Tensor | undefined => {
    const value = held?.[name];
    return isTensor(value) ? value : undefined;
  };
  if (held?.bidirectional === true || (typeof held?.dropout === "number" && held.dropout > 0))
    throw new ArgumentError(`${who}: not for bidirectional layers, nor for dropout between layers`);
  const layers: Weights[] = [];
  for (const suffix of tensor("weight_ih") === undefined ? numbered(tensor) : [""]) {
    const [weight_ih, weight_hh] = [tensor(`weight_ih${suffix}`)!, tensor(`weight_hh${suffix}`)!];
    const formula = FORMULAS.get(weight_ih.shape[0] / module.hiddenSize);
    if (formula === undefined) break;
    const [weight_hr, bias_ih, bias_hh] = ["weight_hr", "bias_ih", "bias_hh"].map((name) =>
      tensor(name + suffix),
    );
    layers.push({ formula, weight_ih, weight_hh, weight_hr, bias_ih, bias_hh });
  }
  if (layers.length === 0)
    throw new ArgumentError(
      `${who}: expected an LSTM or GRU, cell or layer, with PyTorch's parameters; got ${formatValue(module)}`,
    );
  return layers;
}

function numbered(tensor: (name: string) => Tensor | undefined): string[] {
  const suffixes: string[] = [];
  while (tensor(`weight_ih_l${suffixes.length}`) !== undefined) suffixes.push(`_l${suffixes.length}`);
  return suffixes;
}

/** The tensors of each layer's state. */
function rowsOf(who: string, state: GatedState, layers: number): Tensor[][] {
  const named = state as { h?: unknown; c?: unknown } | null;
  const trees: unknown[] = named?.h !== undefined && named.c !== undefined ? [named.h, named.c] : [state];
  const lists = trees.map((tree) => (isTensor(tree) ? [tree] : tree));
  const fits = lists.every(
    (list): list is Tensor[] =>
      isList(list) && list.length === layers && list.every((tensor) => isTensor(tensor)),
  );
  if (!fits)
    throw new ArgumentError(
      `${who}: a state must be h, or { h, c }, with ${layers} tensors each, as keepStates returns it; got ${formatValue(state)}`,
    );
  return Array.from({ length: layers }, (_, layer) => (lists as Tensor[][]).map((list) => list[layer]));
}

function projected(weight: Tensor, bias: Tensor | undefined, x: Tensor): Tensor {
  const product = matmul(x, weight, { transposeB: true });
  return (bias === undefined ? product : add(product, bias)).detach();
}
