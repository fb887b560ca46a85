import { attentionWeights, scaledDotProductAttention } from "@rewind/autograd";
import { MultiheadAttention } from "@rewind/nn";
import type { Inputs } from "../inputs.ts";
import type { Computed, Kinds } from "../kind.ts";

/** An input that masks where it holds booleans and is added where it holds numbers, under the names we have for the two. */
function maskOrBias<M extends string, B extends string>(
  inputs: Inputs,
  input: string,
  mask: M,
  bias: B,
): { readonly [name in M | B]?: ReturnType<Inputs["tensor"]> } {
  const value = inputs.maybe(input);
  if (value === undefined) return {};
  return { [inputs.isBool(input) ? mask : bias]: value } as { [name in M | B]?: typeof value };
}

function productAttention(inputs: Inputs): Computed {
  const { options } = inputs;
  options.ignore("mask");
  const [q, k, v] = ["q", "k", "v"].map((name) => inputs.tensor(name));
  const scale = options.maybeNumber("scale");
  const given = {
    ...maskOrBias(inputs, "mask", "mask", "bias"),
    isCausal: options.flag("is_causal"),
    ...(scale === undefined ? {} : { scale }),
  };
  const dropoutP = options.number("dropout_p", 0);
  return {
    outputs: {
      out: scaledDotProductAttention(q, k, v, { ...given, dropoutP }),
      weights: attentionWeights(q, k, given),
    },
  };
}

function multihead(inputs: Inputs): Computed {
  const { options } = inputs;
  const embedDim = options.number("embed_dim");
  const made = new MultiheadAttention(embedDim, options.number("num_heads"), {
    bias: options.flag("bias", true),
    batchFirst: options.flag("batch_first"),
    dropout: options.number("dropout", 0),
    kdim: options.number("kdim", embedDim),
    vdim: options.number("vdim", embedDim),
  });
  const query = inputs.tensor("query");
  const isSelf = options.flag("self_attention", !inputs.has("key"));
  const key = isSelf ? query : inputs.tensor("key");
  const value = isSelf ? query : (inputs.maybe("value") ?? key);
  const padding = inputs.maybe("key_padding_mask");
  if (padding !== undefined && !inputs.isBool("key_padding_mask"))
    throw new Error("key_padding_mask of numbers");
  const { outputs, weights } = inputs.load(made).forward(query, key, value, {
    ...maskOrBias(inputs, "attn_mask", "attnMask", "attnBias"),
    ...(padding === undefined ? {} : { keyPaddingMask: padding }),
    isCausal: options.flag("is_causal"),
    averageWeights: options.flag("average_attn_weights", true),
  });
  return { outputs: { out: outputs, weights } };
}

export const attention: Kinds = {
  sdpa: productAttention,
  mha: multihead,
};
