import { ArgumentError, GraphError, formatValue, readable, refuseExtra } from "@rewind/autograd";
import { isModule, Module } from "./module.ts";

/**
 * Modules by name, in the order given; the names are their part of the parameters' dotted names.
 *
 * @example
 * const heads = new ModuleDict({ mean: new Linear(16, 1), variance: new Linear(16, 1) });
 * @throws ArgumentError if something given is no module, or a name is empty or contains a dot
 */
export class ModuleDict<M extends Module = Module> extends Module {
  readonly #items = new Map<string, M>();

  constructor(modules: Readonly<Record<string, M>> = {}) {
    super();
    if (typeof readable(modules) !== "object" || modules === null)
      throw new ArgumentError(`ModuleDict: expected modules by name, got ${formatValue(modules)}`);
    for (const [name, module] of Object.entries(modules)) this.set(name, module);
  }

  /** Number of modules. */
  get size(): number {
    return this.#items.size;
  }

  /** Adds or replaces the module called `name`. */
  set(name: string, module: M): this {
    if (arguments.length > 2) refuseExtra("ModuleDict.set", arguments, 2, true);
    if (typeof name !== "string" || name === "" || name.includes("."))
      throw new ArgumentError(
        `ModuleDict: a name must not be empty or contain a dot, got ${formatValue(name)}`,
      );
    if (!isModule(module))
      throw new ArgumentError(`ModuleDict: ${name} must be a module, got ${formatValue(module)}`);
    this.#items.set(name, module);
    return this;
  }

  /** The module called `name`. */
  get(name: string): M | undefined {
    if (arguments.length > 1) refuseExtra("ModuleDict.get", arguments, 1, true);
    return this.#items.get(name);
  }

  /** Whether a module of this name is held. */
  has(name: string): boolean {
    if (arguments.length > 1) refuseExtra("ModuleDict.has", arguments, 1, true);
    return this.#items.has(name);
  }

  /** The names, in the order they were put in. */
  keys(): IterableIterator<string> {
    if (arguments.length > 0) refuseExtra("ModuleDict.keys", arguments, 0, true);
    return this.#items.keys();
  }

  /** Names and modules, in the order they were put in. */
  [Symbol.iterator](): IterableIterator<[string, M]> {
    return this.#items.entries();
  }

  /** A dictionary computes nothing. @throws GraphError always */
  forward(): never {
    throw new GraphError("ModuleDict: a dictionary has no forward; call its modules by name");
  }

  protected override members(): Iterable<readonly [string, unknown]> {
    return this.#items;
  }
}
