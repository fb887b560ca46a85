import { Tensor } from "@rewind/autograd";
import type { Module } from "@rewind/nn";
import * as rnn from "@rewind/rnn";
import { findLayer } from "../exports.ts";
import type { Kind } from "../kind.ts";
import { ourOption } from "../options.ts";

type AnyLayer = Module & { forward(...args: unknown[]): unknown };
type Constructor = new (...args: unknown[]) => AnyLayer;

/** `form.X`: a layer or cell X with PyTorch's parameters, after some passes in training, and what it then keeps. */
export function form(name: string): Kind | null {
  const found = findLayer(name) ?? (rnn as unknown as Readonly<Record<string, unknown>>)[name];
  if (typeof found !== "function") return null;
  return (inputs) => {
    const { args, passes, evaluate, ...others } = Object.fromEntries(inputs.options.entries());
    const options = Object.entries(others).map(([option, value]) => [ourOption(option), value]);
    const given = options.length === 0 ? [] : [Object.fromEntries(options) as unknown];
    const layer = inputs.load(new (found as unknown as Constructor)(...(args as unknown[]), ...given));
    const tensors = inputs.names().map((input) => inputs.value(input));
    const passed =
      name === "EmbeddingBag" && tensors.length > 1 ? [tensors[0], { offsets: tensors[1] }] : tensors;
    for (let pass = 0; pass < (passes as number); pass++) layer.forward(...passed);
    const result = layer.train(!(evaluate as boolean)).forward(...passed);
    const state = Object.entries(layer.stateDict()).map(([key, value]) => [`state.${key}`, value.clone()]);
    const outputs = distinct(tensorsOf(result)).map((out, i) => [`out${i}`, out]);
    return { outputs: Object.fromEntries([...outputs, ...state]) as Record<string, Tensor> };
  };
}

function tensorsOf(value: unknown): Tensor[] {
  return value instanceof Tensor ? [value] : Object.values(value as object).flatMap(tensorsOf);
}

/** Of cells, whose output is the state, only one. */
function distinct(tensors: readonly Tensor[]): Tensor[] {
  return [...new Set(tensors)];
}
