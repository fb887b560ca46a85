import type { Generator, Tensor } from "@rewind/autograd";
import type { Module } from "../../../src/index.ts";
import type { Law } from "../laws.ts";

type Shape = readonly number[];

/** A small layer and one way to call it. */
export interface LayerSample {
  /** Shapes of its tensor inputs. */
  readonly inputs: readonly Shape[];
  readonly build: (generator: Generator) => { layer: Module; call: (...inputs: Tensor[]) => Tensor };
}

/** Pairs a layer with a call that knows its type; by default its `forward`. */
export function sample<M extends Module & { forward(...inputs: Tensor[]): Tensor }>(
  inputs: readonly Shape[],
  make: (generator: Generator) => M,
): LayerSample;
export function sample<M extends Module>(
  inputs: readonly Shape[],
  make: (generator: Generator) => M,
  call: (layer: M, ...inputs: Tensor[]) => Tensor,
): LayerSample;
export function sample(
  inputs: readonly Shape[],
  make: (generator: Generator) => Module,
  call = (layer: Module, ...xs: Tensor[]): Tensor => (layer.forward as (...all: Tensor[]) => Tensor)(...xs),
): LayerSample {
  const build: LayerSample["build"] = (generator) => {
    const layer = make(generator);
    return { layer, call: (...xs) => call(layer, ...xs) };
  };
  return { inputs, build };
}

type LayerClass = new (...args: never[]) => Module;
type Nothing = Readonly<Record<never, never>>;
/** For each option of a layer a value that must be refused. */
type BadOptions<C extends LayerClass> =
  Required<ConstructorParameters<C>> extends [...unknown[], infer Last]
    ? Last extends number | readonly unknown[] | Module
      ? Nothing
      : { readonly [K in keyof Required<Last>]: unknown }
    : Nothing;

/** What the suites need to know of a layer. */
export interface LayerSamples<C extends LayerClass> {
  readonly samples: readonly LayerSample[];
  /** A layer large enough for statistics, its default options kept, and the law of each of its parameters. */
  readonly initial: {
    readonly make: (generator: Generator) => Module;
    readonly laws: Readonly<Record<string, Law>>;
  };
  /** Makes the first sample's layer with other options. */
  readonly construct: (options: object) => Module;
  readonly badOptions: BadOptions<C>;
  /** Calls that must be refused, beside inputs of other shapes. */
  readonly bad: readonly (() => unknown)[];
  /** Another layer whose name errors may carry, since it does the work. */
  readonly worker?: string;
  /** Why a NaN in the input need not show in the result, if so. */
  readonly hidesNaN?: string;
}
