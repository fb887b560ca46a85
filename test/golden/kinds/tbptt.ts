import { stack, tensor, type Tensor } from "@rewind/autograd";
import { Embedding, Linear, crossEntropy, mseLoss, type Module } from "@rewind/nn";
import { SGD, clipGradNorm } from "@rewind/optim";
import { detachState, gradientFlow, truncatedBPTT, unroll } from "@rewind/rnn";
import type { Result } from "../compare.ts";
import type { Inputs } from "../inputs.ts";
import type { Computed, Kinds } from "../kind.ts";
import { makeOptimizer } from "./optim.ts";
import { cellName, givenState, makeCell, makeLayer, namedState, type AnyCell } from "./recurrent.ts";

type Results = Record<string, Result>;

/** All parameters of a model's modules, by their names in the case. */
export function namedParameters(modules: Readonly<Record<string, Module>>): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(modules).flatMap(([prefix, module]) =>
      module.namedParameters().map(([name, parameter]): [string, Tensor] => [`${prefix}.${name}`, parameter]),
    ),
  );
}

/** Copies of tensors as they are now, under names that begin with `prefix`. */
export function snapshot(prefix: string, tensors: Readonly<Record<string, Tensor | null>>): Results {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, value]) => {
      if (value === null) throw new Error(`${prefix}${name} is missing`);
      return [prefix + name, { shape: value.shape, data: value.data.slice() }];
    }),
  );
}

/** Gradients as they are now; a parameter that was not reached has zero. */
export function snapshotGrads(prefix: string, params: Readonly<Record<string, Tensor>>): Results {
  const grads = Object.entries(params).map(
    ([name, p]) => [name, p.grad ?? tensor(0).expand(p.shape)] as const,
  );
  return snapshot(prefix, Object.fromEntries(grads));
}

/** Truncated backpropagation chunk by chunk, the state carried over and detached. */
function languageModel(inputs: Inputs): Computed {
  const { options } = inputs;
  const name = cellName(options.text("cell"));
  const vocab = options.number("vocab");
  const width = options.number("embedding");
  const emb = inputs.load(new Embedding(vocab, width), "emb.");
  const rnn = inputs.load(makeLayer(name, inputs, width), "rnn.");
  const out = inputs.load(new Linear(options.number("hidden_size"), vocab), "out.");
  const params = namedParameters({ emb, rnn, out });
  const optimizer = makeOptimizer(inputs, params, RUN_OPTIONS);
  const clip = options.maybeNumber("clip_grad_norm");
  const steps = options.number("T");
  const length = options.number("k");
  const batch = options.number("batch");
  const tokens = inputs.indices("tokens");
  const targets = inputs.ints("targets");
  const losses: number[] = [];
  const norms: number[] = [];
  const outputs: Results = {};
  const grads: Results = {};
  let state = givenState(name, inputs, { h: "h_0", c: "c_0" }, () => rnn.initialState(batch));
  for (let start = 0; start < steps; start += length) {
    const stop = Math.min(start + length, steps);
    const prefix = `chunk${start / length}.`;
    const before = state === undefined ? {} : { state: detachState(state) };
    const result = rnn.forward(emb.forward(tokens.slice(start, stop) as number[][]), before);
    state = result.state;
    const logits = out.forward(result.outputs).reshape([(stop - start) * batch, vocab]);
    const loss = crossEntropy(logits, targets.slice(start * batch, stop * batch));
    optimizer.zeroGrad();
    loss.backward();
    Object.assign(grads, snapshotGrads(prefix, params));
    norms.push(clipGradNorm(Object.values(params), clip ?? Infinity));
    optimizer.step();
    losses.push(loss.item());
    Object.assign(outputs, snapshot(prefix, params), snapshot(prefix, namedState(state, "_n")));
  }
  return { outputs: { ...outputs, losses, grad_norms: norms }, grads };
}

/** Options of `tbptt.lm` that are not the optimizer's. */
const RUN_OPTIONS: ReadonlySet<string> = new Set([
  "cell",
  "vocab",
  "embedding",
  "hidden_size",
  "num_layers",
  "bias",
  "nonlinearity",
  "T",
  "batch",
  "k",
  "optimizer",
  "clip_grad_norm",
  "initial_state",
]);

/** One full backpropagation, with the gradients of the states on the way. */
function hiddenGradients(inputs: Inputs): Computed {
  const { options } = inputs;
  const { cell, out } = recurrentModel(inputs);
  const x = inputs.tensor("x");
  const y = inputs.tensor("y");
  const { outputs: h, states = [] } = unroll(cell, x, { keepStates: true });
  const named = states.map((state) => namedState(state, ""));
  const at = options.text("loss_at");
  if (at !== "all" && at !== "last") throw new Error(`unknown loss_at ${at}`);
  const last = named.length - 1;
  const terms = named
    .map((_, t) => t)
    .filter((t) => at === "all" || t === last)
    .map((t) => mseLoss(out.forward(h.select(0, t)), y.select(0, t)));
  const loss = stack(terms).sum();
  const flow = Object.values(gradientFlow(loss, states).norms);
  for (const state of named) Object.values(state).forEach((kept) => kept.retainGrad());
  loss.backward();
  const stateGrads = (key: string): Tensor =>
    stack(named.map((state) => state[key].grad ?? state[key].mul(0)));
  const names = Object.keys(named[0]);
  const grads: Results = Object.fromEntries(names.map((key) => [key, stateGrads(key)]));
  const norms = names.map((key, i): [string, Result] => [`norm_${key}`, flow[i]]);
  Object.assign(grads, snapshotGrads("", namedParameters({ cell, out })), snapshotGrads("", { x }));
  return { outputs: { loss, h, ...Object.fromEntries(norms) }, grads };
}

/** A cell and a linear map of its output: the model of the kinds without a layer. */
export function recurrentModel(inputs: Inputs): { cell: AnyCell; out: Linear } {
  const { options } = inputs;
  options.ignore("T", "batch");
  const cell = inputs.load(makeCell(cellName(options.text("cell")), inputs), "cell.");
  const out = inputs.load(new Linear(options.number("hidden_size"), options.number("output_size")), "out.");
  return { cell, out };
}

/** Updates every k1 steps through the last k2. */
function slidingWindows(inputs: Inputs): Computed {
  const { options } = inputs;
  const { cell, out } = recurrentModel(inputs);
  const params = namedParameters({ cell, out });
  const x = inputs.tensor("x");
  const y = inputs.tensor("y");
  const lr = options.maybeNumber("lr");
  const optimizer = new SGD(Object.values(params), { lr: lr ?? 0 });
  const lossWindow = options.text("loss_window", "new");
  if (lossWindow !== "new" && lossWindow !== "last") throw new Error(`unknown loss_window ${lossWindow}`);
  const h: Tensor[] = [];
  const run = truncatedBPTT({
    inputs: x,
    k1: options.number("k1"),
    k2: options.number("k2"),
    lossWindow,
    state: cell.initialState(x.shape[1]),
    step: (xt, state, t) => {
      const [output, next] = cell.step(xt, state);
      h.push(output.detach());
      return [mseLoss(out.forward(output), y.select(0, t)), next];
    },
  });
  const losses: number[] = [];
  const outputs: Results = {};
  const grads: Results = {};
  const total = new Map(Object.entries(params).map(([name, p]) => [name, new Float64Array(p.size)]));
  for (const window of run) {
    optimizer.zeroGrad();
    window.backward();
    losses.push(window.loss.item());
    Object.assign(grads, snapshotGrads(`t${window.t}.`, params));
    for (const [name, sum] of total) params[name].grad?.data.forEach((g, i) => (sum[i] += g));
    if (lr === undefined) continue;
    optimizer.step();
    Object.assign(outputs, snapshot(`t${window.t}.`, params));
  }
  for (const [name, data] of total) grads[`total.${name}`] = { shape: params[name].shape, data };
  return { outputs: { ...outputs, losses, h: stack(h) }, grads };
}

export const tbptt: Kinds = {
  "tbptt.k1k2": slidingWindows,
  "tbptt.lm": languageModel,
  "bptt.hidden_grad_norms": hiddenGradients,
};
