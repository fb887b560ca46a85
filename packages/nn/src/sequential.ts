import {
  ArgumentError,
  DtypeError,
  checkInteger,
  formatValue,
  isTensor,
  refuseExtra,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { isModule, Module } from "./module.ts";

/** What {@link Sequential} is made of: a module that takes one tensor and returns one. */
export type Layer = Module & {
  /** What the layer computes. */
  forward(x: TensorLike): Tensor;
};

/**
 * Modules applied one after the other, named `0`, `1`, ….
 *
 * @example
 * const net = new Sequential(new Linear(2, 8), new Tanh(), new Linear(8, 1));
 * @throws ArgumentError if something given is no module
 */
export class Sequential extends Module {
  readonly #layers: readonly Layer[];

  constructor(...layers: Layer[]) {
    super();
    for (const layer of layers) {
      if (!isModule(layer))
        throw new ArgumentError(`Sequential: expected modules, got ${formatValue(layer)}`);
    }
    this.#layers = layers;
  }

  /** Number of modules. */
  get length(): number {
    return this.#layers.length;
  }

  /** The module at `index`; negative counts from the end. */
  at(index: number): Layer | undefined {
    if (arguments.length > 1) refuseExtra("Sequential.at", arguments, 1, true);
    return this.#layers.at(checkInteger("Sequential", "index", index));
  }

  /** The layers in their order. */
  [Symbol.iterator](): IterableIterator<Layer> {
    return this.#layers[Symbol.iterator]();
  }

  /**
   * Without modules, `x` itself.
   *
   * @throws DtypeError if a layer returns something else than a tensor, as recurrent ones do
   */
  forward(x: Tensor): Tensor {
    if (arguments.length > 1) refuseExtra("Sequential.forward", arguments, 1, true);
    return this.#layers.reduce((value, layer, i) => checkOutput(layer.forward(value), layer, i), x);
  }

  protected override members(): Iterable<readonly [string, unknown]> {
    return this.#layers.map((layer, i) => [String(i), layer] as const);
  }
}

function checkOutput(output: unknown, layer: Layer, i: number): Tensor {
  if (isTensor(output)) return output;
  throw new DtypeError(
    `Sequential: layer ${i} (${layer.constructor.name}) returned ${formatValue(output)}, not a Tensor; ` +
      `call such a layer in the forward of a Module of your own, and pass on the tensor you need`,
  );
}
