import { Tensor } from "@rewind/autograd";
import { ChainedScheduler, ReduceLROnPlateau, SGD, type AnyOptimizer, type LRScheduler } from "@rewind/optim";
import { numberOf } from "../case.ts";
import { findOptim } from "../exports.ts";
import type { Inputs } from "../inputs.ts";
import type { Kind } from "../kind.ts";
import { History } from "../history.ts";
import { inOurWords } from "../options.ts";

/** What the kinds use of a schedule, whichever it is. */
export interface AnySchedule {
  step(metric?: number): void;
}

type Constructor = new (optimizer: AnyOptimizer, options: object) => AnySchedule;

/** A schedule by its name in the data set, with options as they stand there. */
export function makeSchedule(
  optimizer: AnyOptimizer,
  name: string,
  settings: readonly [string, unknown][],
): AnySchedule {
  const options = inOurWords(settings);
  if (options.lrLambda !== undefined) {
    options.lrLambda = Array.isArray(options.lrLambda)
      ? options.lrLambda.map(compile)
      : compile(options.lrLambda);
  }
  if (Array.isArray(options.schedulers)) {
    options.schedulers = (options.schedulers as Record<string, unknown>[]).map(({ name: inner, ...own }) =>
      makeSchedule(optimizer, inner as string, Object.entries(own)),
    );
  }
  if (name === "Together") return together(optimizer, options as unknown as TogetherOptions);
  const Schedule = findOptim<AnySchedule>(name) as Constructor | null;
  if (Schedule === null) throw new Error(`unknown schedule ${name}`);
  if (name === "ChainedScheduler") return new ChainedScheduler(options.schedulers as LRScheduler[]);
  return new Schedule(optimizer, options);
}

interface TogetherOptions {
  schedulers: readonly AnySchedule[];
  /** Rates for all groups, set before a step. */
  byHand?: readonly (readonly [step: number, lr: number])[];
  /** What ReduceLROnPlateau sees. */
  metrics?: readonly number[];
}

/** Several schedules of one optimizer, each stepped. */
function together(
  optimizer: AnyOptimizer,
  { schedulers, byHand = [], metrics = [] }: TogetherOptions,
): AnySchedule {
  const rates = new Map(byHand);
  let steps = 0;
  return {
    step(): void {
      for (const group of optimizer.paramGroups) group.lr = rates.get(steps) ?? group.lr;
      for (const one of schedulers) {
        if (one instanceof ReduceLROnPlateau) one.step(metrics[steps]);
        else one.step();
      }
      steps++;
    },
  };
}

/** An expression in `epoch`, with `max` and `min`. */
function compile(expression: unknown): (epoch: number) => number {
  if (typeof expression !== "string") throw new Error("lr_lambda must be an expression");
  // oxlint-disable-next-line typescript/no-implied-eval -- the data set gives schedules as source text
  const fn = new Function("epoch", "max", "min", `return ${expression};`) as (
    epoch: number,
    max: typeof Math.max,
    min: typeof Math.min,
  ) => number;
  return (epoch) => fn(epoch, Math.max, Math.min);
}

/** One parameter of no importance for each group. */
function makeSgd(inputs: Inputs): SGD {
  const lr = inputs.options.raw("lr");
  const rates = (Array.isArray(lr) ? lr : [lr]).map(numberOf);
  const groups = rates.map((rate) => {
    const param = new Tensor(new Float32Array(1), [1]);
    param.requiresGrad = true;
    return { params: [param], lr: rate };
  });
  const momentum = inputs.options.maybeNumber("momentum") ?? 0;
  return new SGD(groups, { momentum });
}

/** `sched.<name>`: an SGD without data gets the schedule. */
export function scheduleRun(name: string): Kind {
  return (inputs) => {
    const optimizer = makeSgd(inputs);
    const own = inputs.options.entries().filter(([key]) => !["lr", "momentum", "steps"].includes(key));
    const made = makeSchedule(optimizer, name, own);
    const metrics = inputs.has("metrics") ? inputs.tensor("metrics").data : null;
    const history = new History();
    const keep = (): void => {
      const groups = optimizer.paramGroups;
      history.add("lr", [groups.length], groups.map((group) => group.lr)); // prettier-ignore
      history.add("momentum", [groups.length], groups.map((group) => group.momentum)); // prettier-ignore
    };
    keep();
    for (let i = 0; i < inputs.options.number("steps"); i++) {
      if (metrics === null) made.step();
      else made.step(metrics[i]);
      keep();
    }
    return { outputs: history.results() };
  };
}
