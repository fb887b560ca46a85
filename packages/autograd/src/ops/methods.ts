import { Tensor } from "../tensor/tensor.ts";
import { provideArithmetic } from "../tape/arithmetic.ts";
import { add } from "./elementwise/arithmetic.ts";
import { identity } from "./identity.ts";
import * as operations from "./index.ts";
import { reshape } from "./shape/reshape.ts";
import type { Chunks, Split } from "./shape/cutting.ts";
import { stack } from "./shape/joining.ts";
import { sumTo } from "./reductions/sum.ts";

type Name = keyof typeof operations;

/** Every operation as a method of its first argument: `matmul(a, b)` is `a.matmul(b)`. */
export type FluentMethods = {
  [Method in Exclude<Name, keyof CuttingMethods>]: (typeof operations)[Method] extends (
    x: never,
    ...rest: infer Rest
  ) => infer Result
    ? (...rest: Rest) => Result
    : never;
};

/** Methods whose result depends on what is written as argument. */
export interface CuttingMethods {
  /** As the function `chunk`: pieces along an axis, as many as asked for. */
  chunk<const N extends number>(chunks: N, options?: { axis?: number }): Chunks<N>;
  /** As the function `split`: pieces along an axis, of one size or of the sizes given. */
  split<const S extends number | readonly number[]>(sizeOrSizes: S, options?: { axis?: number }): Split<S>;
}

declare module "../tensor/tensor.ts" {
  interface Tensor extends FluentMethods, CuttingMethods {
    /** The slices of the first axis, as of `unstack`: `for (const row of x)`. A scalar has none and is not iterable. */
    [Symbol.iterator](): IterableIterator<Tensor>;
  }
}

function iterate(this: Tensor): IterableIterator<Tensor> {
  return operations.unstack(this)[Symbol.iterator]();
}

// Undefined for scalars: so it is the program that says "x is not iterable", and what compares tensors does not try.
Object.defineProperty(Tensor.prototype, Symbol.iterator, {
  get(this: Tensor): typeof iterate | undefined {
    return this.shape?.length > 0 ? iterate : undefined;
  },
});

for (const [name, operation] of Object.entries(operations)) {
  const call = operation as (...args: unknown[]) => unknown;
  Object.defineProperty(Tensor.prototype, name, {
    value(this: Tensor, ...rest: unknown[]) {
      return call(this, ...rest);
    },
    writable: true,
    configurable: true,
  });
}

provideArithmetic({ add, sumTo, identity, stackAs: (tensors, shape) => reshape(stack(tensors), shape) });
