import { attentionWeights, scaledDotProductAttention, stack, transpose, type Tensor } from "@rewind/autograd";
import {
  AdditiveAttention,
  DotAttention,
  Embedding,
  Linear,
  MultiheadAttention,
  crossEntropy,
  type DotScore,
} from "@rewind/nn";
import { BahdanauDecoder, GRU, GRUCell, LuongDecoder, unroll, type AttentionDecoder } from "@rewind/rnn";
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

/** A translation model with teacher forcing, its parts loaded from the names the case has for them. */
function encoderDecoder(inputs: Inputs, makeDecoder: (inputs: Inputs) => AttentionDecoder<Tensor>): Computed {
  const { options } = inputs;
  options.ignore("S", "T", "batch", "src_lengths", "attention_size");
  const width = options.number("embedding");
  const hiddenSize = options.number("hidden_size");
  const vocab = options.number("tgt_vocab");
  const sourceEmbedding = inputs.load(new Embedding(options.number("src_vocab"), width), "enc_emb.");
  const targetEmbedding = inputs.load(new Embedding(vocab, width), "dec_emb.");
  const encoder = inputs.load(new GRU(width, hiddenSize), "enc.");
  const decoder = makeDecoder(inputs);
  const out = inputs.load(new Linear(decoder.outputSize, vocab), "out.");
  const lengths = inputs.has("src_lengths") ? { lengths: inputs.ints("src_lengths") } : {};
  const encoded = encoder.forward(sourceEmbedding.forward(inputs.indices("src")), lengths);
  const cell = decoder.over(encoded.outputs, lengths);
  const [steps, batch] = inputs.shapeOf("tgt_in");
  const { outputs, states = [] } = unroll(cell, targetEmbedding.forward(inputs.indices("tgt_in")), {
    state: { ...cell.initialState(batch), cell: encoded.state.select(0, 0) },
    keepStates: true,
  });
  const logits = out.forward(outputs);
  const loss = crossEntropy(logits.reshape([steps * batch, vocab]), inputs.ints("tgt_out"));
  return { outputs: { loss, logits, alpha: stack(states.map(({ weights }) => transpose(weights))) } };
}

function bahdanau(inputs: Inputs): AttentionDecoder<Tensor> {
  const { options } = inputs;
  const hidden = options.number("hidden_size");
  if (options.text("score") !== "additive" || options.flag("input_feed")) throw new Error("unknown form");
  const attention = new AdditiveAttention(hidden, hidden, options.number("attention_size"));
  inputs.load(attention.W_q, "W_q.");
  inputs.load(attention.W_k, "W_k.");
  inputs.load(attention.v, "v.");
  const cell = inputs.load(new GRUCell(options.number("embedding") + hidden, hidden), "dec.");
  return new BahdanauDecoder(cell, attention);
}

function luong(inputs: Inputs): AttentionDecoder<Tensor> {
  const { options } = inputs;
  const hidden = options.number("hidden_size");
  const inputFeed = options.flag("input_feed");
  const score = options.text("score") as DotScore;
  const attentionSize = options.number("attention_size", 0);
  const attention = new DotAttention(hidden, hidden, {
    score,
    ...(score === "concat" && attentionSize > 0 ? { attentionSize } : {}),
  });
  if (attention.W_a !== null) inputs.load(attention.W_a, "W_a.");
  if (attention.v !== null) inputs.load(attention.v, "v.");
  const cell = inputs.load(
    new GRUCell(options.number("embedding") + (inputFeed ? hidden : 0), hidden),
    "dec.",
  );
  const decoder = new LuongDecoder(cell, attention, { inputFeed, bias: inputs.has("W_c.bias") });
  inputs.load(decoder.W_c, "W_c.");
  return decoder;
}

export const attention: Kinds = {
  sdpa: productAttention,
  mha: multihead,
  "encdec.bahdanau": (inputs) => encoderDecoder(inputs, bahdanau),
  "encdec.luong": (inputs) => encoderDecoder(inputs, luong),
};
