import { runtime, type Watcher } from "../runtime.ts";
import type { Generator, GeneratorState } from "../tensor/generator.ts";
import type { Tensor, TypedArray } from "../tensor/tensor.ts";

/** What a function reads that it did not make: tensors that want gradients, and generators of random numbers. @internal */
export class Dependencies implements Watcher {
  readonly #tensors = new Set<Tensor>();
  readonly #states = new Map<Generator, GeneratorState>();
  readonly #written = new Map<Tensor, TypedArray>();
  #made = new WeakSet<Tensor>();

  /** Tensors read from outside that want gradients. */
  get tensors(): readonly Tensor[] {
    return [...this.#tensors];
  }

  /** Runs a function and watches it. */
  watch<T>(fn: () => T): T {
    const outer = runtime.watcher;
    runtime.watcher = outer === null ? this : both(outer, this);
    try {
      return fn();
    } finally {
      runtime.watcher = outer;
      this.#made = new WeakSet();
    }
  }

  see(inputs: readonly Tensor[], outputs: readonly Tensor[]): void {
    for (const input of inputs) if (input.requiresGrad && !this.#made.has(input)) this.#tensors.add(input);
    for (const output of outputs) this.#made.add(output);
  }

  draws(generator: Generator): void {
    if (!this.#states.has(generator)) this.#states.set(generator, generator.state());
  }

  writes(tensor: Tensor): void {
    if (!this.#made.has(tensor) && !this.#written.has(tensor)) this.#written.set(tensor, tensor.data.slice());
  }

  /**
   * Runs a function on what was written in place, such as running statistics, as it was when watched, and puts it back
   * after it: written again from the same start, it is written once.
   */
  rewound<T>(fn: () => T): T {
    const put = [...this.#written].map(([tensor, values]) => tensor.rewind(values));
    try {
      return fn();
    } finally {
      put.reverse().forEach((back) => back());
    }
  }

  /** Runs a function with every generator as it was when watched, and puts them back after it. */
  restored<T>(fn: () => T): T {
    const now = [...this.#states.keys()].map((generator) => [generator, generator.state()] as const);
    this.#states.forEach((state, generator) => generator.restore(state));
    try {
      return fn();
    } finally {
      now.forEach(([generator, state]) => generator.restore(state));
    }
  }
}

function both(outer: Watcher, inner: Watcher): Watcher {
  return {
    see(inputs, outputs) {
      outer.see(inputs, outputs);
      inner.see(inputs, outputs);
    },
    draws(generator) {
      outer.draws(generator);
      inner.draws(generator);
    },
    writes(tensor) {
      outer.writes(tensor);
      inner.writes(tensor);
    },
  };
}
