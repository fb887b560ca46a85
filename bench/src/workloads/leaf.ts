import { Tensor } from "@rewind/autograd";
import { Parameter } from "@rewind/nn";
import type { Values } from "../material.ts";

/** The values as a tensor outside any graph. */
export function constant({ data, shape }: Values): Tensor {
  return new Tensor(data, shape);
}

/** The values as a trained parameter. */
export function parameter(values: Values): Parameter {
  return new Parameter(constant(values));
}

/** The values under the names of a module's state dict. */
export function named(names: readonly string[], values: readonly Values[]): Record<string, Tensor> {
  return Object.fromEntries(names.map((name, i) => [name, constant(values[i])]));
}
