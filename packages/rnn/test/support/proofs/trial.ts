import { Generator, randn, type Dtype, type Tensor } from "@rewind/autograd";
import { flattenState, mapState, type ScanMode } from "../../../src/index.ts";
import type { Sample, Subject } from "../samples/index.ts";
import { withParameters } from "../with-parameters.ts";
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
  /** Another one, built to the same plan. */
  build(): Subject;
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
  return {
    names,
    inputs,
    parameters: values,
    build,
    call(scan, [xs, ...rest]) {
      const subject = build();
      return withParameters(subject.module).run(rest.slice(free.length), () => {
        let next = 0;
        const state = mapState(subject.initialState(batch), (own, path) =>
          isFree(path) ? rest[next++] : own,
        );
        const course = { state, reverse, scan, ...(lengths === undefined ? {} : { lengths }) };
        const result = subject.run(xs, course);
        const last = flattenState(result.state).filter(({ path }) => isFree(path));
        return [result.outputs, ...last.map(({ tensor }) => tensor)];
      });
    },
  };
}
