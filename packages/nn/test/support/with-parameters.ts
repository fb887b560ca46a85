import type { Tensor } from "@rewind/autograd";
import { Module, functionalCall } from "../../src/index.ts";

/** Calls whatever a test calls of a module. */
class Calling<R> extends Module {
  readonly module: Module;
  readonly call: () => R;
  constructor(module: Module, call: () => R) {
    super();
    this.module = module;
    this.call = call;
  }
  override forward(): R {
    return this.call();
  }
}

/** A module as a function of its parameters, for gradient checks. */
export function withParameters(module: Module): {
  values: Tensor[];
  run<R>(values: readonly Tensor[], call: () => R): R;
} {
  const names = module.namedParameters().map(([name]) => `module.${name}`);
  return {
    values: module.parameters().map((parameter) => parameter.detach()),
    run: (values, call) =>
      functionalCall(
        new Calling(module, call),
        Object.fromEntries(names.map((name, i) => [name, values[i]])),
      ),
  };
}
