import { RewindError, tensor, type Tensor } from "@rewind/autograd";
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  ASGD,
  Adam,
  CyclicLR,
  EMA,
  EarlyStopping,
  LBFGS,
  ReduceLROnPlateau,
  SGD,
  StepLR,
  type LBFGSState,
  type Optimizer,
} from "../src/index.ts";

const make = (): Tensor => tensor([1], { requiresGrad: true });

/** An optimizer that has made a step, so that it has something to remember. */
function stepped<O extends Optimizer>(optimizer: O): O {
  for (const param of optimizer.paramGroups[0].params) param.grad = tensor([1]);
  optimizer.step(() => tensor(1));
  return optimizer;
}

describe("a misspelt option does not compile, and throws", () => {
  test("of an optimizer", () => {
    // @ts-expect-error -- learningRate is called lr
    expect(() => new SGD([make()], { learningRate: 0.1 })).toThrow(RewindError);
    // @ts-expect-error -- momentum is not Adam's
    expect(() => new Adam([{ params: [make()], momentum: 0.9 }])).toThrow(RewindError);
    // @ts-expect-error -- betas are two
    expect(() => new Adam([make()], { betas: [0.9] })).toThrow(RewindError);
    // @ts-expect-error -- there is one line search
    expect(() => new LBFGS([make()], { lineSearchFn: "wolfe" })).toThrow(RewindError);
    // @ts-expect-error -- weight_decay is weightDecay here
    expect(() => new SGD([make()]).addParamGroup({ params: [make()], weight_decay: 1 })).toThrow(RewindError);
  });

  test("of a schedule or a watch", () => {
    const optimizer = new SGD([make()]);
    // @ts-expect-error -- stepSize
    expect(() => new StepLR(optimizer, { step: 1 })).toThrow(RewindError);
    // @ts-expect-error -- stepSize must be given
    expect(() => new StepLR(optimizer, {})).toThrow(RewindError);
    // @ts-expect-error -- mode
    expect(() => new CyclicLR(optimizer, { baseLr: 0, maxLr: 1, mode: "square" })).toThrow(RewindError);
    // @ts-expect-error -- "min" or "max"
    expect(() => new ReduceLROnPlateau(optimizer, { mode: "least" })).toThrow(RewindError);
    // @ts-expect-error -- patience
    expect(() => new EarlyStopping({ patients: 1 })).toThrow(RewindError);
    // @ts-expect-error -- decay
    expect(() => new EMA([make()], { beta: 0.9 })).toThrow(RewindError);
  });

  test("of a group", () => {
    const { paramGroups } = new SGD([make()]);
    expectTypeOf(paramGroups[0].momentum).toEqualTypeOf<number>();
    // @ts-expect-error -- momentum
    expect(paramGroups[0].momentun).toBeUndefined();
  });
});

describe("state dicts are typed from the optimizer", () => {
  test("settings and what is kept of a parameter", () => {
    const dict = stepped(new Adam([make()])).stateDict();
    expectTypeOf(dict.paramGroups[0].betas).toEqualTypeOf<readonly [number, number]>();
    expectTypeOf(dict.state["0"].expAvg).toEqualTypeOf<Tensor>();
    expectTypeOf(dict.state["0"].maxExpAvgSq).toEqualTypeOf<Tensor | undefined>();
    expectTypeOf(stepped(new ASGD([make()])).stateDict().state["0"].eta).toEqualTypeOf<number>();
    expectTypeOf(stepped(new LBFGS([make()])).stateDict().state["0"]).toEqualTypeOf<LBFGSState>();
    // @ts-expect-error -- expAvg
    expect(dict.state["0"].exp_avg).toBeUndefined();
    // @ts-expect-error -- lr
    expect(dict.paramGroups[0].lrs).toBeUndefined();
  });

  test("and of schedules and watches", () => {
    const optimizer = new SGD([make()]);
    expectTypeOf(new StepLR(optimizer, { stepSize: 1 }).stateDict().initialLrs).toEqualTypeOf<
      (number | null)[]
    >();
    expectTypeOf(new ReduceLROnPlateau(optimizer).stateDict().best).toEqualTypeOf<number | null>();
    const stopping = new EarlyStopping();
    // @ts-expect-error -- badEpochs
    expect(() => stopping.loadStateDict({ best: 1, bad: 0 })).toThrow(RewindError);
  });

  test("those of another optimizer do not compile, and throw", () => {
    const state = new SGD([make()]).stateDict();
    // @ts-expect-error -- an SGD's is not an Adam's
    expect(() => new Adam([make()]).loadStateDict(state)).toThrow(RewindError);
  });
});

test("every optimizer is an Optimizer, and LBFGS asks for a closure's loss", () => {
  expectTypeOf<Adam>().toExtend<Optimizer>();
  expectTypeOf<LBFGS>().toExtend<Optimizer>();
  expectTypeOf<ReturnType<SGD["step"]>>().toEqualTypeOf<Tensor | undefined>();
  expectTypeOf<ReturnType<LBFGS["step"]>>().toEqualTypeOf<Tensor>();
});
