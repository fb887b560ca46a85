/**
 * Uniform numbers from a linear congruential generator modulo 2³², the same in every language: no framework's own
 * generator is. Used for weights and data alike.
 */
export class PortableRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** The next number, in [0, 1). */
  next(): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return this.#state / 2 ** 32;
  }

  /** `count` numbers from -bound to bound. */
  uniform(count: number, bound: number): Float32Array {
    return Float32Array.from({ length: count }, () => (2 * this.next() - 1) * bound);
  }

  /** `count` classes, from 0 to classes - 1. */
  classes(count: number, classes: number): Int32Array {
    return Int32Array.from({ length: count }, () => Math.floor(this.next() * classes));
  }
}
