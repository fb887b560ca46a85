import type { Shape } from "../tensor/shape.ts";
import type { Dtype, Tensor } from "../tensor/tensor.ts";

/**
 * A gradient not computed yet, because it is cheaper to compute together with others for the same tensor: a recurrent
 * weight is used at every time step, and the sum of its T gradients is one product over all T · B rows.
 */
export abstract class Deferred {
  abstract readonly shape: Shape;
  abstract readonly dtype: Dtype;
  /** How many elements are held back for it. */
  abstract readonly size: number;
  /** Whether `sum` takes it together with `other`. */
  abstract joins(other: Deferred): boolean;
  /** The sum of gradients that join. */
  abstract sum(all: readonly Deferred[]): Tensor;
}

/** Elements that may be held back for one tensor before its sum is brought up to date: memory stays bounded. */
const MOST_HELD = 1 << 21;

/** The deferred gradients of one tensor. */
export class Backlog {
  private waiting: Deferred[] = [];
  private held = 0;

  /** Takes a gradient in; returns the sum of those before it if they cannot wait any longer. */
  add(gradient: Deferred): Tensor | null {
    const full = this.held + gradient.size > MOST_HELD;
    const due = this.waiting.length > 0 && (full || !gradient.joins(this.waiting[0])) ? this.settle() : null;
    this.waiting.push(gradient);
    this.held += gradient.size;
    return due;
  }

  /** The sum of all that wait. */
  settle(): Tensor {
    const all = this.waiting;
    this.waiting = [];
    this.held = 0;
    return all[0].sum(all);
  }
}
