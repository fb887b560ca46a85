import { checkOptions, operand, refuseExtra, type Tensor, type TensorLike } from "@rewind/autograd";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

/** Options that are tensors, by their names in the state dict, PyTorch's. */
const BUFFERS: ReadonlyMap<string, string> = new Map([
  ["weight", "weight"],
  ["posWeight", "pos_weight"],
]);

/**
 * A function of tensors and options as a module: the options are given once, and their names checked at once. Weights among
 * them are buffers.
 */
export abstract class FunctionModule<
  Inputs extends readonly unknown[],
  Options extends object,
> extends Module {
  readonly options: Readonly<Options>;
  readonly #compute: (...inputs: [...Inputs, Options]) => Tensor;

  constructor(
    compute: (...inputs: [...Inputs, Options]) => Tensor,
    names: readonly (keyof Options & string)[],
    options: Options,
  ) {
    super();
    checkOptions(new.target.name, options, names);
    const own = { ...options } as Record<string, unknown>;
    for (const [name, inState] of BUFFERS) {
      if (own[name] === undefined || own[name] === null) continue;
      own[name] = operand(new.target.name, own[name] as TensorLike);
      if (!(own[name] instanceof Parameter)) this.registerBuffer(inState, own[name] as Tensor);
    }
    this.options = own as Options;
    this.#compute = compute;
  }

  /** What the function computes and throws. */
  forward(...inputs: Inputs): Tensor {
    const { length } = this.#compute;
    if (inputs.length > length) refuseExtra(`${this.constructor.name}.forward`, inputs, length, true);
    return this.#compute(...inputs, this.options);
  }

  protected override members(): Iterable<readonly [string, unknown]> {
    const options = Object.entries(this.options).map(
      ([name, value]) => [BUFFERS.get(name) ?? name, value] as const,
    );
    return [...Object.entries(this).filter(([name]) => name !== "options"), ...options];
  }
}
