import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadSafetensors, type Safetensors, type Tensor } from "@rewind/autograd";
import { Embedding, Linear, type Module } from "@rewind/nn";
import type { Inputs } from "../inputs.ts";
import type { Kinds } from "../kind.ts";
import { cellName, makeLayer, namedState } from "./recurrent.ts";

function read(inputs: Inputs): Safetensors {
  return loadSafetensors(readFileSync(join(inputs.case.folder, inputs.options.text("file"))));
}

/** Fills a module from the file's tensors called `prefix…`. */
function fill<M extends Module>(module: M, prefix: string, tensors: Readonly<Record<string, Tensor>>): M {
  const own = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  module.loadStateDict(Object.fromEntries(own.map(([name, tensor]) => [name.slice(prefix.length), tensor])));
  return module;
}

/** The file's tensors must be those the case repeats, and its remarks those it names. */
function assertSame(inputs: Inputs, { tensors, metadata }: Safetensors): void {
  for (const [name, tensor] of Object.entries(inputs.params())) {
    const loaded = tensors[name] as Tensor | undefined;
    if (loaded === undefined || loaded.shape.join() !== tensor.shape.join()) {
      throw new Error(`the file's ${name} is missing or of another shape`);
    }
    if (!loaded.data.every((value, i) => Math.abs(value - tensor.data[i]) <= 1e-6)) {
      throw new Error(`the file's ${name} holds other values`);
    }
  }
  const wanted = (inputs.options.raw("metadata") ?? {}) as Record<string, string>;
  for (const [key, value] of Object.entries(wanted)) {
    if (metadata[key] !== value) throw new Error(`metadata ${key} is ${metadata[key]}, wanted ${value}`);
  }
}

export const checkpoints: Kinds = {
  checkpoint: (inputs) => {
    const { options } = inputs;
    const file = read(inputs);
    assertSame(inputs, file);
    const vocab = options.number("vocab", 0);
    const inputSize = options.number("input_size");
    const layer = fill(makeLayer(cellName(options.text("cell")), inputs), "rnn.", file.tensors);
    const directions = options.flag("bidirectional") ? 2 : 1;
    const width = (options.number("proj_size", 0) || options.number("hidden_size")) * directions;
    const out = fill(new Linear(width, options.number("output_size")), "out.", file.tensors);
    const embedded = (): Tensor =>
      fill(new Embedding(vocab, inputSize), "emb.", file.tensors).forward(inputs.indices("tokens"));
    const { outputs, state } = layer.forward(vocab > 0 ? embedded() : inputs.tensor("input"));
    return { outputs: { logits: out.forward(outputs), ...namedState(state, "_n") } };
  },

  "checkpoint.malformed": (inputs) => {
    inputs.options.ignore("expect", "why");
    let loaded: unknown;
    try {
      loaded = read(inputs);
    } catch {
      return { outputs: {} };
    }
    throw new Error(`a malformed file was read: ${Object.keys((loaded as Safetensors).tensors).join(", ")}`);
  },
};
