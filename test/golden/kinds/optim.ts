import { matmul, zerosLike, type Tensor } from "@rewind/autograd";
import * as rewind from "@rewind/optim";
import type { Optimizer, ParamGroupOptions } from "@rewind/optim";
import { History } from "../history.ts";
import type { Inputs } from "../inputs.ts";
import type { Computed, Kinds } from "../kind.ts";
import { camelCased } from "../options.ts";
import { makeSchedule } from "./schedulers.ts";

/** What the optimizers of the data set are called here: the same. */
type AnyOptimizer = new (params: ParamGroupOptions<object>[], options: object) => Optimizer;

/** The case's optimizer: `optimizer`, `groups`, and as settings whatever is not in `others`. */
export function makeOptimizer(
  inputs: Inputs,
  params: Readonly<Record<string, Tensor>>,
  others: ReadonlySet<string>,
): Optimizer {
  const name = inputs.options.text("optimizer");
  const Constructor = (rewind as unknown as Record<string, AnyOptimizer | undefined>)[name];
  if (Constructor === undefined) throw new Error(`unknown optimizer ${name}`);
  const groups = (inputs.options.raw("groups") ?? [{ params: Object.keys(params) }]) as Record<
    string,
    unknown
  >[];
  const ours = groups.map(({ params: names, ...own }) => ({
    ...camelCased(Object.entries(own)),
    params: (names as string[]).map((key) => params[key]),
  }));
  return new Constructor(ours, camelCased(inputs.options.entries().filter(([key]) => !others.has(key))));
}

/** Options of a run that are not the optimizer's own. */
const RUN_OPTIONS = new Set(["optimizer", "steps", "groups", "clip_grad_norm", "scheduler"]);

/** Trains the case's small network, keeping what it names. */
function train(inputs: Inputs): Computed {
  const params = inputs.params();
  const { W1, b1, W2, b2 } = params;
  const x = inputs.tensor("X");
  const y = inputs.tensor("Y");
  const optimizer = makeOptimizer(inputs, params, RUN_OPTIONS);
  const clip = inputs.options.maybeNumber("clip_grad_norm");
  const { name, ...own } = (inputs.options.raw("scheduler") ?? {}) as Record<string, unknown>;
  const schedule = name === undefined ? null : makeSchedule(optimizer, name as string, Object.entries(own));
  const outputs = new History();
  const grads = new History();
  const keepParams = (): void =>
    Object.entries(params).forEach(([name, param]) => outputs.addTensor(name, param));
  keepParams();
  for (let step = inputs.options.number("steps"); step > 0; step--) {
    optimizer.zeroGrad();
    const loss = matmul(matmul(x, W1).add(b1).tanh(), W2).add(b2).sub(y).square().mean();
    outputs.addTensor("losses", loss);
    loss.backward();
    for (const [name, param] of Object.entries(params)) grads.addTensor(name, param.grad as Tensor);
    if (clip !== undefined) outputs.add("grad_norms", [], [rewind.clipGradNorm(Object.values(params), clip)]);
    outputs.add("lr", [optimizer.paramGroups.length], optimizer.paramGroups.map(({ lr }) => lr)); // prettier-ignore
    optimizer.step();
    schedule?.step();
    keepParams();
  }
  return { outputs: outputs.results(), grads: grads.results() };
}

/** Parameters whose gradients are the case's `g0, g1, ...`. */
function withGrads(inputs: Inputs): Tensor[] {
  return inputs.series("g").map((grad) => {
    const param = zerosLike(grad);
    param.requiresGrad = true;
    param.grad = grad;
    return param;
  });
}

function gradsOf(params: readonly Tensor[]): Record<string, Tensor> {
  return Object.fromEntries(params.map((param, i) => [`g${i}`, param.grad as Tensor]));
}

const ALGORITHMS = ["SGD", "Adagrad", "Adadelta", "RMSprop", "Adam", "AdamW", "Adamax", "NAdam", "RAdam"];

export const optim: Kinds = {
  ...Object.fromEntries(ALGORITHMS.map((name) => [`optim.${name}`, train])),

  clip_grad_norm: (inputs) => {
    const params = withGrads(inputs);
    const total = rewind.clipGradNorm(params, inputs.options.number("max_norm"), {
      normType: inputs.options.number("norm_type", 2),
    });
    return { outputs: { total_norm: total, ...gradsOf(params) } };
  },

  clip_grad_value: (inputs) => {
    const params = withGrads(inputs);
    rewind.clipGradValue(params, inputs.options.number("clip_value"));
    return { outputs: gradsOf(params) };
  },
};
