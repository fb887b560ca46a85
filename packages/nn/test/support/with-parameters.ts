import type { Tensor } from "@rewind/autograd";
import { Parameter, type Module } from "../../src/index.ts";

/** A module as a function of its parameters, for gradient checks: a shared one is bound in all its places. */
export function bindable(module: Module): { values: Tensor[]; bind(values: readonly Tensor[]): void } {
  const parameters = module.parameters();
  const slots = module
    .modules()
    .flatMap((holder) =>
      Object.entries(holder).flatMap(([key, value]) =>
        value instanceof Parameter ? [{ holder, key, index: parameters.indexOf(value) }] : [],
      ),
    );
  return {
    values: parameters.map((parameter) => parameter.detach()),
    bind(values) {
      for (const { holder, key, index } of slots) Object.assign(holder, { [key]: values[index] });
    },
  };
}
