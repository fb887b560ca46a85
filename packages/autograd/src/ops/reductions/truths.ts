import type { Tensor } from "../../tensor/tensor.ts";
import { truthOf, type Condition } from "../where.ts";
import { planLanes, reduceLanes } from "./lanes.ts";
import type { ReduceOptions } from "./reduce.ts";

/** A count of what is true, or a test of it: of numbers (0 is false, NaN true) or booleans. */
export type Truths = (x: Condition, options?: ReduceOptions) => Tensor;

/** Makes a reduction of the number of true elements, never recorded. */
function truths(name: string, of: (count: number, length: number) => number): Truths {
  return (x, options) => {
    const [t, plan] = planLanes(name, truthOf(name, x).detach(), options);
    return reduceLanes(
      t,
      plan,
      (data, start, step, length) => {
        let count = 0;
        for (let r = 0, at = start; r < length; r++, at += step) if (data[at] !== 0) count++;
        return of(count, length);
      },
      name,
    );
  };
}

/** 1 where any element is true, of all or along `axis`, else 0; of no elements 0. No gradient. */
export const any: Truths = truths("any", (count) => Math.min(count, 1));

/** 1 where every element is true, of all or along `axis`, else 0; of no elements 1. No gradient. */
export const all: Truths = truths("all", (count, length) => Number(count === length));

/** How many elements are not 0, of all or along `axis`; a NaN counts. No gradient. */
export const countNonzero: Truths = truths("countNonzero", (count) => count);
