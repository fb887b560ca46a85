import { matmul, zerosLike, type Tensor } from "@rewind/autograd";
import { clipGradNorm, clipGradValue, type Optimizer } from "@rewind/optim";
import { findOptim } from "../exports.ts";
import { History } from "../history.ts";
import type { Inputs } from "../inputs.ts";
import type { Computed, Kinds } from "../kind.ts";
import { inOurWords } from "../options.ts";
import { makeSchedule } from "./schedulers.ts";

/** The case's optimizer: `optimizer`, `groups`, and as settings whatever is not in `others`. */
export function makeOptimizer(
  inputs: Inputs,
  params: Readonly<Record<string, Tensor>>,
  others: ReadonlySet<string>,
): Optimizer {
  const name = inputs.options.text("optimizer");
  const Made = findOptim<Optimizer>(name) as (new (params: object[], options: object) => Optimizer) | null;
  if (Made === null) throw new Error(`unknown optimizer ${name}`);
  const groups = (inputs.options.raw("groups") ?? [{ params: Object.keys(params) }]) as Record<
    string,
    unknown
  >[];
  const ours = groups.map(({ params: names, ...own }) => ({
    ...inOurWords(Object.entries(own)),
    params: (names as string[]).map((key) => params[key]),
  }));
  return new Made(ours, inOurWords(inputs.options.entries().filter(([key]) => !others.has(key))));
}

/** Options of a run that are not the optimizer's own. */
const RUN_OPTIONS = new Set(["optimizer", "steps", "groups", "clip_grad_norm", "scheduler"]);

/** `optim.*`: trains the case's small network with the optimizer that the options name, keeping what the case does. */
export function trainingRun(inputs: Inputs): Computed {
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
    let isFirst = true;
    // An optimizer that evaluates several times in a step is recorded where the step begins.
    const loss = optimizer.step(() => {
      optimizer.zeroGrad();
      const value = matmul(matmul(x, W1).add(b1).tanh(), W2).add(b2).sub(y).square().mean();
      value.backward();
      const all = Object.entries(params);
      if (isFirst) for (const [name, param] of all) grads.addTensor(name, param.grad as Tensor);
      const norm = clip === undefined ? undefined : clipGradNorm(Object.values(params), clip);
      if (isFirst && norm !== undefined) outputs.add("grad_norms", [], [norm]);
      isFirst = false;
      return value;
    });
    outputs.addTensor("losses", loss as Tensor);
    outputs.add("lr", [optimizer.paramGroups.length], optimizer.paramGroups.map(({ lr }) => lr)); // prettier-ignore
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

export const optim: Kinds = {
  clip_grad_norm: (inputs) => {
    const params = withGrads(inputs);
    const total = clipGradNorm(params, inputs.options.number("max_norm"), {
      normType: inputs.options.number("norm_type", 2),
    });
    return { outputs: { total_norm: total, ...gradsOf(params) } };
  },

  clip_grad_value: (inputs) => {
    const params = withGrads(inputs);
    clipGradValue(params, inputs.options.number("clip_value"));
    return { outputs: gradsOf(params) };
  },
};
