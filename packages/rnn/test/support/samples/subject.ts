import { Tensor, stack, unstack, type Dtype, type Generator } from "@rewind/autograd";
import type { Module } from "@rewind/nn";
import { unroll, type Cell, type Lengths, type ScanMode, type StateTree } from "../../../src/index.ts";

/** The sizes and options a sample is built from; those it has no use for change nothing. */
export interface Plan {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly numLayers: number;
  readonly bidirectional: boolean;
  readonly batch: number;
  readonly dtype: Dtype;
  readonly generator: Generator;
}

export interface Course {
  readonly state?: StateTree;
  readonly lengths?: Lengths;
  readonly reverse?: boolean;
  readonly scan?: ScanMode;
}

/** A cell or layer of whatever kind, as the proofs see it. */
export interface Subject {
  readonly module: Module;
  readonly inputSize: number;
  initialState(batch: number): StateTree;
  step(x: Tensor, state: StateTree): readonly [output: Tensor, state: StateTree];
  run(xs: Tensor, course: Course): { readonly outputs: Tensor; readonly state: StateTree };
}

/** How to build one, the same for the same plan, and which of its state are no reals to be moved: keys, masks. */
export interface Sample {
  readonly name: string;
  build(plan: Plan): Subject;
  readonly fixed?: RegExp;
}

/**
 * A cell laid along time by `unroll`.
 *
 * @param cell anew at every use: what it is bound to must be computed from the parameters of the moment
 */
export function ofCell<S extends StateTree>(
  cell: () => Cell<S>,
  module: Module,
  inputSize: number = cell().inputSize,
): Subject {
  return {
    module,
    inputSize,
    initialState: (batch) => cell().initialState(batch),
    step: (x, state) => cell().step(x, state as S),
    run: (xs, { state, ...course }) =>
      unroll(cell(), xs, state === undefined ? course : { ...course, state: state as S }),
  };
}

/** What layers have in common. */
interface Layer<S extends StateTree> extends Module {
  readonly inputSize: number;
  initialState(batch: number): S;
  forward(
    xs: Tensor,
    options: { state?: S; lengths?: Lengths; scan?: ScanMode },
  ): { outputs: Tensor; state: S };
}

/** A layer, whose direction is its own; batch first if it is so. */
export function ofLayer<S extends StateTree>(layer: Layer<S>, batchFirst: boolean = false): Subject {
  const turn = (t: Tensor): Tensor =>
    batchFirst && t instanceof Tensor && t.ndim === 3 ? t.transpose(0, 1) : t;
  const run: Subject["run"] = (xs, { state, lengths, scan }) => {
    const { outputs, state: last } = layer.forward(turn(xs), {
      ...(state === undefined ? {} : { state: state as S }),
      ...(lengths === undefined ? {} : { lengths }),
      ...(scan === undefined ? {} : { scan }),
    });
    return { outputs: turn(outputs), state: last };
  };
  return {
    module: layer,
    inputSize: layer.inputSize,
    initialState: (batch) => layer.initialState(batch),
    step(x, state) {
      const { outputs, state: next } = run(stack([x]), { state, scan: "never" });
      return [unstack(outputs)[0], next];
    },
    run,
  };
}
