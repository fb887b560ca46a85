import {
  ArgumentError,
  GraphError,
  brand,
  checkDtype,
  formatValue,
  isTensor,
  refuseExtra,
  type Dtype,
  type Tensor,
  type TensorJSON,
} from "@rewind/autograd";
import { converted } from "./converted.ts";
import { guardFields, replacing } from "./fields.ts";
import { Parameter } from "./parameter.ts";
import { writeState, type LoadOptions, type LoadResult } from "./state-dict.ts";
import { summaryTable } from "./summary.ts";
import { announce } from "./unsettled.ts";
import { places, replaceIn, sortMembers, type Holdings } from "./walk.ts";

/** Tensors that stand where parameters are, while a module runs with them. */
const standIns = new Set<unknown>();

/** Parameters and buffers by all of their names. */
export let stateOf: (module: Module) => ReadonlyMap<string, Tensor>;

/** Runs something while a module has other tensors in the places of its own. */
export let withTensors: <T>(module: Module, replaced: ReadonlyMap<Tensor, Tensor>, run: () => T) => T;

/** Whether a value is a module itself: no proxy of one, which could not run its methods. */
export let isModule: (value: unknown) => value is Module;

/**
 * Base of every layer and model. Parameters and modules are found by walking the object's own properties and the arrays,
 * plain objects and Maps in them, and named as in PyTorch: `encoder.layers.0.weight`, `heads.mean.bias`. What must not be
 * found goes into a `#private` field; what looks as if it should be found and cannot be is refused by name.
 *
 * A field that holds a {@link Parameter} takes another Parameter or null and nothing else: write values with `mutate` or
 * {@link loadStateDict}, compute with other tensors by {@link functionalCall}.
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
  /** Whether it has been said what is wrong with the fields: whoever makes the next tensor need not hear it again. */
  #refused = false;

  constructor() {
    announce(() => {
      if (!this.#refused) this.#settle();
    });
  }

  /**
   * What the module computes; its arguments are each module's own. A class without one, such as a cell that only steps, is
   * a module as well.
   *
   * @throws GraphError if the class has none
   */
  forward(..._inputs: never[]): unknown {
    throw new GraphError(`${this.constructor.name}: has no forward; give the class one`);
  }

  /** Its parameters and those of all modules below, each once even if shared. */
  parameters(): Parameter[] {
    if (arguments.length > 0) refuseExtra(`${this.constructor.name}.parameters`, arguments, 0, true);
    return this.#named().map(([, parameter]) => parameter);
  }

  /** {@link parameters} with their dotted names; a shared parameter has the first of its names. */
  namedParameters(): [name: string, parameter: Parameter][] {
    if (arguments.length > 0) refuseExtra(`${this.constructor.name}.namedParameters`, arguments, 0, true);
    return this.#named();
  }

  /** Tensors of the state that are not trained, such as running statistics, each once. */
  buffers(): Tensor[] {
    if (arguments.length > 0) refuseExtra(`${this.constructor.name}.buffers`, arguments, 0, true);
    return this.#namedBuffers().map(([, buffer]) => buffer);
  }

  /** {@link buffers} with their dotted names. */
  namedBuffers(): [name: string, buffer: Tensor][] {
    if (arguments.length > 0) refuseExtra(`${this.constructor.name}.namedBuffers`, arguments, 0, true);
    return this.#namedBuffers();
  }

  /** This module and all below it, each once, parents first. */
  modules(): Module[] {
    if (arguments.length > 0) refuseExtra(`${this.constructor.name}.modules`, arguments, 0, true);
    return this.#modules();
  }

  /** The modules directly below this one, each once. */
  children(): Module[] {
    if (arguments.length > 0) refuseExtra(`${this.constructor.name}.children`, arguments, 0, true);
    return [...new Set(this.#sorted().children.map(([, child]) => child))];
  }

  /** The modules directly below this one with their names; a shared module under each of them. */
  namedChildren(): [name: string, child: Module][] {
    if (arguments.length > 0) refuseExtra(`${this.constructor.name}.namedChildren`, arguments, 0, true);
    return this.#sorted().children;
  }

  /**
   * The live state by dotted name, parameters and buffers: the tensors share memory with the module, so later training
   * shows in them; `clone()` them to keep a snapshot. A shared parameter appears under each of its names, as in PyTorch.
   */
  stateDict(): Record<string, Tensor> {
    if (arguments.length > 0) refuseExtra(`${this.constructor.name}.stateDict`, arguments, 0, true);
    return Object.fromEntries([...this.#state()].map(([name, value]) => [name, value.detach()]));
  }

  /**
   * Copies values into the parameters and buffers, converting their dtype if need be. Checks everything first: if it
   * throws, nothing was written. Of a parameter shared between places one of its names is enough. Tensors may be in the
   * form that `JSON.stringify` gives them.
   *
   * @returns the names that were missing and unexpected (both empty when strict)
   * @throws ShapeError if a shape differs
   * @throws ArgumentError if strict and a name is missing or unexpected; the message lists them
   */
  loadStateDict(dict: Readonly<Record<string, Tensor | TensorJSON>>, options: LoadOptions = {}): LoadResult {
    return writeState(this.constructor.name, this.#state(), dict, options);
  }

  /** Switches this module and all below to training behaviour, or with false to evaluation. */
  train(mode: boolean = true): this {
    if (arguments.length > 1) refuseExtra(`${this.constructor.name}.train`, arguments, 1, true);
    if (typeof mode !== "boolean")
      throw new ArgumentError(`train: mode must be a boolean, got ${formatValue(mode)}`);
    for (const module of this.#modules()) module.training = mode;
    return this;
  }

  /** Switches this module and all below to evaluation behaviour: no dropout, fixed statistics. */
  eval(): this {
    if (arguments.length > 0) refuseExtra(`${this.constructor.name}.eval`, arguments, 0, true);
    for (const module of this.#modules()) module.training = false;
    return this;
  }

  /** Forgets the gradients of all parameters. */
  zeroGrad(): void {
    if (arguments.length > 0) refuseExtra(`${this.constructor.name}.zeroGrad`, arguments, 0, true);
    for (const [, parameter] of this.#named()) parameter.zeroGrad();
  }

  /** Calls `fn` with every module, the lowest first and this one last: for initialisation. */
  apply(fn: (module: Module) => void): this {
    if (arguments.length > 1) refuseExtra(`${this.constructor.name}.apply`, arguments, 1, true);
    if (typeof fn !== "function")
      throw new ArgumentError(`apply: expected a function of a module, got ${formatValue(fn)}`);
    for (const module of this.#modules().reverse()) fn(module);
    return this;
  }

  /**
   * Replaces all parameters and buffers by ones of `dtype`; shared ones stay shared. They are new objects without
   * gradients: call this before handing `parameters()` to an optimizer.
   */
  to(dtype: Dtype): this {
    if (arguments.length > 1) refuseExtra(`${this.constructor.name}.to`, arguments, 1, true);
    checkDtype("to", dtype);
    this.#replace(converted(new Set(this.#state().values()), dtype));
    return this;
  }

  /** A table of the parameters' names, shapes and sizes, with the total; shared ones once. */
  summary(): string {
    if (arguments.length > 0) refuseExtra(`${this.constructor.name}.summary`, arguments, 0, true);
    return summaryTable(this.constructor.name, this.#named());
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
    if (!isTensor(buffer) || buffer instanceof Parameter) {
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

  /** Puts tensors in the places of others, in this module and all below; returns what puts the old ones back. */
  #replace(replaced: ReadonlyMap<unknown, Tensor>): () => void {
    const undo = this.#modules().flatMap((module) => {
      const buffers = [...module.#buffers];
      const fields = replaceIn(module, replaced);
      for (const [name, old] of buffers) module.#buffers.set(name, replaced.get(old) ?? old);
      return [...fields, () => buffers.forEach(([name, old]) => module.#buffers.set(name, old))];
    });
    return () => undo.reverse().forEach((back) => back());
  }

  /** Watches the fields that are there by now, and refuses those that hide a method. */
  #settle(): void {
    for (const key of Object.keys(this)) {
      if (!METHODS.has(key) || typeof this[key as keyof this] === "function") continue;
      this.#refused = true;
      throw new ArgumentError(
        `${this.constructor.name}: the field "${key}" hides the method of this name, without which a module does not work; rename it`,
      );
    }
    const values = (): Set<unknown> => new Set(this.#buffers.values());
    const isBuffer = this.#buffers.size === 0 ? () => false : (value: unknown) => values().has(value);
    guardFields(this, isBuffer, (old, value) => {
      for (const [name, held] of this.#buffers) {
        if (held !== old) continue;
        if (value === null) this.#buffers.delete(name);
        else this.#buffers.set(name, value);
      }
    });
  }

  static {
    isModule = (value): value is Module => typeof value === "object" && value !== null && #buffers in value;
    stateOf = (module) => module.#state();
    withTensors = (module, replaced, run) => {
      const stood = [...replaced].filter(([old, by]) => isParameter(old) && !standIns.has(by));
      const back = replacing(() => module.#replace(replaced));
      stood.forEach(([, by]) => standIns.add(by));
      try {
        return run();
      } finally {
        stood.forEach(([, by]) => standIns.delete(by));
        replacing(back);
      }
    };
  }

  #sorted(above: readonly Module[] = [this]): Holdings {
    this.#settle();
    return sortMembers(this.members(), {
      name: this.constructor.name,
      isModule,
      isParameter,
      isBuffer: (value) => [...this.#buffers.values()].includes(value as Tensor),
      isAbove: (value) => above.includes(value as Module),
    });
  }

  #places(): [prefix: string, module: Module, own: Holdings][] {
    const own = new Map<Module, Holdings>();
    const childrenOf = (module: Module, above: readonly Module[]): Holdings["children"] => {
      const holdings = module.#sorted(above);
      own.set(module, holdings);
      return holdings.children;
    };
    return [...places(this, childrenOf)].map(([prefix, module]) => [
      prefix,
      module,
      own.get(module) as Holdings,
    ]);
  }

  #modules(): Module[] {
    return [...new Set(this.#places().map(([, module]) => module))];
  }

  #named(): [name: string, parameter: Parameter][] {
    return firstNames(this.#places().map(([prefix, , { parameters }]) => [prefix, parameters]));
  }

  #namedBuffers(): [name: string, buffer: Tensor][] {
    return firstNames(this.#places().map(([prefix, module]) => [prefix, module.#buffers]));
  }

  #state(): Map<string, Tensor> {
    const state = new Map<string, Tensor>();
    for (const [prefix, module, { parameters }] of this.#places()) {
      for (const [name, value] of [...parameters, ...module.#buffers]) {
        if (state.has(prefix + name) && state.get(prefix + name) !== value)
          throw new ArgumentError(
            `${this.constructor.name}: two tensors of its state are called "${prefix + name}"; rename a field or a key`,
          );
        state.set(prefix + name, value);
      }
    }
    return state;
  }
}

/** Each tensor once, under the first of its names. */
function firstNames<T>(
  lists: readonly (readonly [prefix: string, own: Iterable<readonly [string, T]>])[],
): [string, T][] {
  const names = new Map<T, string>();
  for (const [prefix, own] of lists)
    for (const [name, value] of own) if (!names.has(value)) names.set(value, prefix + name);
  return [...names].map(([value, name]) => [name, value]);
}

/** Whether a tensor is a parameter, or stands for one just now. */
export function isParameter(value: unknown): value is Parameter {
  return value instanceof Parameter || standIns.has(value);
}

const METHODS: ReadonlySet<string> = new Set(
  Object.getOwnPropertyNames(Module.prototype).filter((name) => name !== "constructor"),
);

brand("@rewind/nn", Module.prototype, Parameter.prototype);

// What Node's console and notebooks show: the parameters' names and shapes, not their numbers.
Object.defineProperty(Module.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: Module) {
    return this.summary();
  },
});
