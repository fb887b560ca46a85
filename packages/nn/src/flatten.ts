import {
  checkInteger,
  checkOptions,
  flatten,
  refuseExtra,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { Module } from "./module.ts";

/** Options of {@link Flatten}. */
export interface FlattenOptions {
  /** First axis to merge. Default 1: the batch stays. */
  start?: number;
  /** Last axis to merge, included. Default -1. */
  end?: number;
}

/**
 * Merges axes into one, by default all but the first: `[N, …]` becomes `[N, M]`.
 *
 * @example
 * new Flatten().forward(randn([2, 3, 4])).shape; // [2, 12]
 * @throws ArgumentError if an axis is no whole number
 */
export class Flatten extends Module {
  readonly start: number;
  readonly end: number;

  constructor(options: FlattenOptions = {}) {
    super();
    checkOptions("Flatten", options, ["start", "end"]);
    this.start = checkInteger("Flatten", "start", options.start ?? 1);
    this.end = checkInteger("Flatten", "end", options.end ?? -1);
  }

  /** @throws ShapeError if `x` lacks one of the axes */
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("Flatten.forward", arguments, 1, true);
    return flatten(x, this.start, this.end);
  }
}
