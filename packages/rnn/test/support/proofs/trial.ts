import { Generator, randn, type Dtype, type Tensor } from "@rewind/autograd";
import type { Module } from "@rewind/nn";
import { flattenState, mapState, type ScanMode } from "../../../src/index.ts";
import type { Sample, Subject } from "../samples/index.ts";
import { lengthsOf, planOf, type Setting } from "./setting.ts";

/** A sample in a setting as a function of all that goes in: sequence, state and parameters. */
export interface Trial {
  /** `x`, `state.h`, `weight_ih` … */
  readonly names: readonly string[];
  readonly inputs: readonly Tensor[];
  /** The last of the inputs. */
  readonly parameters: readonly Tensor[];
  /** Everything that comes out: outputs and state. */
  call(scan: ScanMode, inputs: readonly Tensor[]): Tensor[];
  /** Something built to the same plan, with other tensors for its parameters. */
  bind(parameters: readonly Tensor[]): Subject;
}

export function trialOf(sample: Sample, setting: Setting, dtype: Dtype = "float64"): Trial {
  const { steps, batch, reverse, seed } = setting;
  const build = (): Subject => sample.build(planOf(setting, dtype));
  const isFree = (path: string): boolean => !(sample.fixed?.test(path) ?? false);
  const model = build();
  const generator = new Generator(seed + 7);
  const random = (shape: readonly number[]): Tensor => randn(shape, { generator }).to(dtype);
  const free = flattenState(model.initialState(batch)).filter(({ path }) => isFree(path));
  const parameters = model.module.namedParameters();
  const values = parameters.map(([, parameter]) => parameter.detach());
  const names = ["x", ...free.map(({ path }) => `state.${path}`), ...parameters.map(([name]) => name)];
  const inputs = [
    random([steps, batch, model.inputSize]),
    ...free.map(({ tensor }) => random(tensor.shape)),
    ...values,
  ];
  const lengths = lengthsOf(setting);
  const bind = (bound: readonly Tensor[]): Subject => {
    const subject = build();
    parameters.forEach(([name], i) => put(subject.module, name, bound[i]));
    return subject;
  };
  return {
    names,
    inputs,
    parameters: values,
    bind,
    call(scan, [xs, ...rest]) {
      const subject = bind(rest.slice(free.length));
      let next = 0;
      const state = mapState(subject.initialState(batch), (own, path) => (isFree(path) ? rest[next++] : own));
      const course = { state, reverse, scan, ...(lengths === undefined ? {} : { lengths }) };
      const result = subject.run(xs, course);
      const last = flattenState(result.state).filter(({ path }) => isFree(path));
      return [result.outputs, ...last.map(({ tensor }) => tensor)];
    },
  };
}

/** Puts a tensor where a module has a parameter. */
function put(module: Module, name: string, value: Tensor): void {
  const keys = name.split(".");
  const last = keys.pop() as string;
  let holder = module as unknown as Record<string, unknown>;
  for (const key of keys) holder = holder[key] as Record<string, unknown>;
  holder[last] = value;
}
