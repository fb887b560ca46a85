import { checkOptions, refuseExtra, type Tensor } from "@rewind/autograd";
import { Module } from "./module.ts";

/** A function of tensors and options as a module: the options are given once, and their names checked at once. */
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
    this.options = { ...options };
    this.#compute = compute;
  }

  /** What the function computes and throws. */
  forward(...inputs: Inputs): Tensor {
    const { length } = this.#compute;
    if (inputs.length > length) refuseExtra(`${this.constructor.name}.forward`, inputs, length, true);
    return this.#compute(...inputs, this.options);
  }
}
