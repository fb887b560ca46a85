import type { Tensor } from "@rewind/autograd";
import type { Module } from "@rewind/nn";

/** A module without submodules as a function of its parameters, for gradient checks. */
export function functional<M extends Module>(
  module: M,
): { values: Tensor[]; bind(values: readonly Tensor[]): M } {
  module.to("float64");
  const names = module.namedParameters().map(([name]) => name);
  return {
    values: module.parameters().map((parameter) => parameter.detach()),
    bind: (values) => Object.assign(module, Object.fromEntries(names.map((name, i) => [name, values[i]]))),
  };
}
