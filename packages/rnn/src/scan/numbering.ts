import type { Tensor } from "@rewind/autograd";
import type { Kind } from "./program.ts";

/** The numbers of a program's values, by the tensors that stand for them while it is recorded. @internal */
export class Numbering {
  readonly kinds: Kind[];
  /** Values that nothing made: not from anything that changes, since nobody could look. A number in a rule, say. */
  readonly constants: Map<number, Tensor> = new Map();
  readonly #numbers = new Map<Tensor, number>();

  /** @param kinds of values that have their numbers already */
  constructor(kinds: readonly Kind[] = []) {
    this.kinds = [...kinds];
  }

  has(tensor: Tensor): boolean {
    return this.#numbers.has(tensor);
  }

  /** Lets a tensor stand for a value that has its number. */
  assign(tensor: Tensor, value: number): void {
    this.#numbers.set(tensor, value);
  }

  /** A new value. */
  define(tensor: Tensor): number {
    this.#numbers.set(tensor, this.kinds.length);
    return this.kinds.push({ shape: tensor.shape, dtype: tensor.dtype }) - 1;
  }

  /** The value that a tensor stands for: a constant if it is new. */
  of(tensor: Tensor): number {
    const known = this.#numbers.get(tensor);
    if (known !== undefined) return known;
    const constant = this.define(tensor);
    this.constants.set(constant, tensor);
    return constant;
  }
}
