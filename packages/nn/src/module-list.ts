import {
  ArgumentError,
  GraphError,
  checkInteger,
  formatValue,
  isIterable,
  refuseExtra,
} from "@rewind/autograd";
import { isModule, Module } from "./module.ts";

/**
 * A list of modules that counts as one member, named `0`, `1`, …. A plain array in a property does the same; this one has
 * a type of its own and checks what is put in.
 *
 * @example
 * const layers = new ModuleList([new Linear(4, 16), new Linear(16, 3)]); // parameters 0.weight, 0.bias, 1.weight …
 * @throws ArgumentError if something given is no module
 */
export class ModuleList<M extends Module = Module> extends Module {
  readonly #items: M[] = [];

  constructor(modules: Iterable<M> = []) {
    super();
    if (!isIterable(modules))
      throw new ArgumentError(`ModuleList: expected a list of modules, got ${formatValue(modules)}`);
    for (const module of modules) this.push(module);
  }

  /** Number of modules. */
  get length(): number {
    return this.#items.length;
  }

  /** Adds a module at the end. */
  push(module: M): this {
    if (arguments.length > 1) refuseExtra("ModuleList.push", arguments, 1, true);
    if (!isModule(module))
      throw new ArgumentError(`ModuleList: expected a module, got ${formatValue(module)}`);
    this.#items.push(module);
    return this;
  }

  /** The module at `index`; negative counts from the end. */
  at(index: number): M | undefined {
    if (arguments.length > 1) refuseExtra("ModuleList.at", arguments, 1, true);
    return this.#items.at(checkInteger("ModuleList", "index", index));
  }

  /** The modules in their order. */
  [Symbol.iterator](): IterableIterator<M> {
    return this.#items[Symbol.iterator]();
  }

  /** A list computes nothing. @throws GraphError always */
  forward(): never {
    throw new GraphError("ModuleList: a list has no forward; call its modules one by one, or use Sequential");
  }

  protected override members(): Iterable<readonly [string, unknown]> {
    return this.#items.map((item, i) => [String(i), item] as const);
  }
}
