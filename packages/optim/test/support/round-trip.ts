import { Tensor, loadSafetensors, saveSafetensors } from "@rewind/autograd";
import type { OptimizerState } from "../../src/index.ts";

/** A value as JSON text and back. */
export function throughJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** An optimizer's state through the bytes of a file: tensors as safetensors, the rest as JSON in its remarks. */
export function throughFile<State extends OptimizerState>(dict: State): State {
  const tensors: Record<string, Tensor> = {};
  const rest: Record<string, Record<string, number>> = {};
  for (const [position, entries] of Object.entries(dict.state)) {
    rest[position] = {};
    for (const [name, value] of Object.entries(entries)) {
      if (value instanceof Tensor) tensors[`${position}.${name}`] = value;
      else rest[position][name] = value;
    }
  }
  const remarks = { state: JSON.stringify(rest), paramGroups: JSON.stringify(dict.paramGroups) };
  const file = loadSafetensors(saveSafetensors(tensors, remarks));
  const state = JSON.parse(file.metadata.state) as OptimizerState["state"];
  for (const [name, value] of Object.entries(file.tensors)) {
    const [position, key] = name.split(".");
    state[position][key] = value;
  }
  return {
    state,
    paramGroups: JSON.parse(file.metadata.paramGroups) as OptimizerState["paramGroups"],
  } as State;
}
