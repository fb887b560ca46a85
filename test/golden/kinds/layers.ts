import type { Tensor } from "@rewind/autograd";
import type { Module } from "@rewind/nn";
import { findLayer } from "../exports.ts";
import type { Inputs } from "../inputs.ts";
import type { Kind, Kinds } from "../kind.ts";
import { inOurWords } from "../options.ts";

type AnyLayer = Module & { forward(...args: unknown[]): Tensor };
type Constructor = new (...args: unknown[]) => AnyLayer;

/** A layer with PyTorch's parameters: its class, the options that its constructor takes by position, its inputs. */
function layer(name: string, sizes: readonly string[], inputNames: readonly string[]): Kind {
  return (inputs: Inputs) => {
    const Layer = findLayer(name) as Constructor | null;
    if (Layer === null) throw new Error(`no layer ${name} is exported`);
    const positional = sizes.map((size) => inputs.options.number(size));
    const others = inputs.options.entries().filter(([option]) => !sizes.includes(option));
    const made = inputs.load(new Layer(...positional, inOurWords(others)));
    return made.forward(...inputNames.map((input) => inputs.value(input)));
  };
}

/** Kinds that are one layer. */
export const layers: Kinds = {
  embedding_bag: layer("EmbeddingBag", ["num_embeddings", "embedding_dim"], ["input"]),
};
