import type { Tensor } from "@rewind/autograd";
import type { Result } from "./compare.ts";

/** A record of numbers over time: stacked into one result with the steps first. */
export class History {
  readonly #rows: Record<string, { shape: readonly number[]; data: number[][] }> = {};

  add(name: string, shape: readonly number[], data: ArrayLike<number>): void {
    (this.#rows[name] ??= { shape, data: [] }).data.push(Array.from(data));
  }

  addTensor(name: string, tensor: Tensor): void {
    this.add(name, tensor.shape, tensor.data);
  }

  results(): Record<string, Result> {
    return Object.fromEntries(
      Object.entries(this.#rows).map(([name, { shape, data }]) => [
        name,
        { shape: [data.length, ...shape], data: data.flat() },
      ]),
    );
  }
}
