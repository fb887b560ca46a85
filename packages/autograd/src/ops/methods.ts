import { Tensor } from "../tensor/tensor.ts";
import { provideArithmetic } from "../tape/arithmetic.ts";
import { add } from "./add.ts";
import { identity } from "./identity.ts";
import * as operations from "./index.ts";
import { reshape } from "./reshape.ts";
import { stack } from "./stack.ts";
import { sumTo } from "./sum.ts";

type Name = keyof typeof operations;

/** Every operation as a method of its first argument: `matmul(a, b)` is `a.matmul(b)`. */
export type FluentMethods = {
  [Method in Name]: (typeof operations)[Method] extends (x: never, ...rest: infer Rest) => infer Result
    ? (...rest: Rest) => Result
    : never;
};

declare module "../tensor/tensor.ts" {
  interface Tensor extends FluentMethods {}
}

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
