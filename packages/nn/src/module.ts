import { ArgumentError, Tensor, checkDtype, formatValue, type Dtype } from "@rewind/autograd";
import { converted } from "./converted.ts";
import { Parameter } from "./parameter.ts";
import { writeState, type LoadOptions, type LoadResult } from "./state-dict.ts";
import { summaryTable } from "./summary.ts";
import { places, replaceIn, sortMembers } from "./walk.ts";

/**
 * Base of every layer and model. Parameters and modules are found by walking the object's own properties and arrays in
 * them, and named as in PyTorch: `encoder.layers.0.weight`. What must not be found goes into a `#private` field.
 *
 * @example
 * class Classifier extends Module {
 *   hidden = new Linear(4, 16);
 *   out = new Linear(16, 3);
 *   forward(x: Tensor): Tensor {
 *     return this.out.forward(this.hidden.forward(x).tanh());
 *   }
 * }
 */
export abstract class Module {
  /** Whether layers such as dropout act as in training. Set by {@link train} and {@link eval}. */
  training: boolean = true;
  readonly #buffers = new Map<string, Tensor>();

  /** What the module computes; its arguments are each module's own. */
  abstract forward(...inputs: never[]): unknown;

  /** Its parameters and those of all modules below, each once even if shared. */
  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** {@link parameters} with their dotted names; a shared parameter has the first of its names. */
  namedParameters(): [name: string, parameter: Parameter][] {
    const seen = new Set<Parameter>();
    return this.#places().flatMap(([prefix, module]) =>
      module.#parameters().flatMap(([name, parameter]): [string, Parameter][] => {
        if (seen.has(parameter)) return [];
        seen.add(parameter);
        return [[prefix + name, parameter]];
      }),
    );
  }

  /** Tensors of the state that are not trained, such as running statistics, each once. */
  buffers(): Tensor[] {
    return this.namedBuffers().map(([, buffer]) => buffer);
  }

  /** {@link buffers} with their dotted names. */
  namedBuffers(): [name: string, buffer: Tensor][] {
    const seen = new Set<Tensor>();
    return this.#places().flatMap(([prefix, module]) =>
      [...module.#buffers].flatMap(([name, buffer]): [string, Tensor][] => {
        if (seen.has(buffer)) return [];
        seen.add(buffer);
        return [[prefix + name, buffer]];
      }),
    );
  }

  /** This module and all below it, each once, parents first. */
  modules(): Module[] {
    return [...new Set(this.#places().map(([, module]) => module))];
  }

  /** The modules directly below this one, each once. */
  children(): Module[] {
    return [...new Set(this.namedChildren().map(([, child]) => child))];
  }

  /** The modules directly below this one with their names; a shared module under each of them. */
  namedChildren(): [name: string, child: Module][] {
    return sortMembers(this.members(), isModule).children;
  }

  /**
   * The live state by dotted name, parameters and buffers: the tensors share memory with the module, so later training
   * shows in them; `clone()` them to keep a snapshot. A shared parameter appears under each of its names, as in PyTorch.
   */
  stateDict(): Record<string, Tensor> {
    return Object.fromEntries([...this.#state()].map(([name, value]) => [name, value.detach()]));
  }

  /**
   * Copies values into the parameters and buffers, converting their dtype if need be. Checks everything first: if it
   * throws, nothing was written.
   *
   * @returns the names that were missing and unexpected (both empty when strict)
   * @throws ShapeError if a shape differs
   * @throws ArgumentError if strict and a name is missing or unexpected; the message lists all of them
   */
  loadStateDict(dict: Readonly<Record<string, Tensor>>, options: LoadOptions = {}): LoadResult {
    return writeState(this.constructor.name, this.#state(), dict, options);
  }

  /** Switches this module and all below to training behaviour, or with false to evaluation. */
  train(mode: boolean = true): this {
    if (typeof mode !== "boolean")
      throw new ArgumentError(`train: mode must be a boolean, got ${formatValue(mode)}`);
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  /** Switches this module and all below to evaluation behaviour: no dropout, fixed statistics. */
  eval(): this {
    return this.train(false);
  }

  /** Forgets the gradients of all parameters. */
  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter.zeroGrad();
  }

  /** Calls `fn` with every module, the lowest first and this one last: for initialisation. */
  apply(fn: (module: Module) => void): this {
    if (typeof fn !== "function")
      throw new ArgumentError(`apply: expected a function of a module, got ${formatValue(fn)}`);
    for (const module of this.modules().reverse()) fn(module);
    return this;
  }

  /**
   * Replaces all parameters and buffers by ones of `dtype`; shared ones stay shared. They are new objects without
   * gradients: call this before handing `parameters()` to an optimizer.
   */
  to(dtype: Dtype): this {
    checkDtype("to", dtype);
    const replaced = converted([...this.parameters(), ...this.buffers()], dtype);
    for (const module of this.modules()) {
      replaceIn(module, replaced);
      for (const [name, old] of module.#buffers) module.#buffers.set(name, replaced.get(old) ?? old);
    }
    return this;
  }

  /** A table of the parameters' names, shapes and sizes, with the total; shared ones once. */
  summary(): string {
    return summaryTable(this.constructor.name, this.namedParameters());
  }

  /**
   * Declares a tensor part of the state although it is not trained.
   *
   * @param name in the state dict, PyTorch's where it has one: `running_mean`
   * @returns the tensor, to be kept in a property
   * @throws ArgumentError if the name is taken, empty or contains a dot
   */
  protected registerBuffer(name: string, buffer: Tensor): Tensor {
    if (typeof name !== "string" || name === "" || name.includes(".") || this.#buffers.has(name)) {
      throw new ArgumentError(
        `registerBuffer: the name must be new and without dots, got ${formatValue(name)}`,
      );
    }
    if (!(buffer instanceof Tensor) || buffer instanceof Parameter) {
      throw new ArgumentError(
        `registerBuffer: "${name}" must be a Tensor that is no Parameter, got ${formatValue(buffer)}`,
      );
    }
    this.#buffers.set(name, buffer);
    return buffer;
  }

  /** Name and value of whatever may hold parameters and modules. Containers override it to name their items. */
  protected members(): Iterable<readonly [name: string, value: unknown]> {
    return Object.entries(this);
  }

  #parameters(): [string, Parameter][] {
    return sortMembers(this.members(), isModule).parameters;
  }

  #places(): [prefix: string, module: Module][] {
    return [...places(this)];
  }

  #state(): Map<string, Tensor> {
    const state = new Map<string, Tensor>();
    for (const [prefix, module] of this.#places()) {
      for (const [name, value] of [...module.#parameters(), ...module.#buffers])
        state.set(prefix + name, value);
    }
    return state;
  }
}

function isModule(value: unknown): value is Module {
  return value instanceof Module;
}

// What Node's console and notebooks show: the parameters' names and shapes, not their numbers.
Object.defineProperty(Module.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: Module) {
    return this.summary();
  },
});
