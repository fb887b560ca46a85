import { Tensor } from "@rewind/autograd";
import { describe, expect, test } from "vitest";
import { call } from "./call.ts";
import type { GoldenCase, GoldenTensor } from "./case.ts";
import { Inputs } from "./inputs.ts";
import type { Computed } from "./kind.ts";
import { findKind } from "./kinds/index.ts";
import { inOurWords } from "./options.ts";
import { runCase } from "./run.ts";

const vector = (...data: number[]): GoldenTensor => ({ shape: [data.length], data });
const integers = (...data: number[]): GoldenTensor => ({ ...vector(...data), dtype: "int" });

function compute(line: string, inputs: GoldenCase["inputs"], options: GoldenCase["options"] = {}): unknown {
  const golden: GoldenCase = { id: "", kind: "", folder: "", inputs, options, outputs: { out: vector() } };
  const { outputs } = call(line)(new Inputs(golden)) as Computed;
  const plain = (value: unknown): unknown => (value instanceof Tensor ? value.toArray() : value);
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, plain(value)]));
}

describe("a line", () => {
  const x = vector(1, 2, 3);

  test.each<[string, string, GoldenCase["inputs"], GoldenCase["options"], object]>([
    ["passes the inputs in order", "sub", { a: x, b: vector(1, 1, 1) }, {}, { out: [0, 1, 2] }],
    ["puts a plain number on its side", "sub", { a: x }, { scalar: 5, side: "left" }, { out: [4, 3, 2] }],
    ["knows options by our names", "sum", { x }, { dim: 0, keepdim: true }, { out: [6] }],
    ["drops null", "sum", { x }, { dim: null }, { out: 6 }],
    ["takes options by position", "select x dim index", { x }, { dim: 0, index: 1 }, { out: 2 }],
    ["has defaults", "flatten x start_dim=0 end_dim=-1", { x }, {}, { out: [1, 2, 3] }],
    ["knows synonyms", "neg x", { input: x }, {}, { out: [-1, -2, -3] }],
    ["makes lists", "concat x*", { x0: x, x1: vector(4) }, {}, { out: [1, 2, 3, 4] }],
    ["spreads lists", "einsum equation ...x", { x0: x, x1: x }, { equation: "i,i->" }, { out: 14 }],
    ["flattens indices", "gather x #index", { x, index: integers(2, 2) }, { dim: 0 }, { out: [3, 3] }],
    ["names pieces", "split x size", { x }, { size: 2 }, { out0: [1, 2], out1: [3] }],
    ["leaves out what may be missing", "linear x weight bias?", { x, weight: { shape: [1, 3], data: [1, 1, 1] } }, {}, { out: [6] }],
    ["gives left-over inputs as options", "bceLoss input target", { input: vector(0.5), target: vector(1), weight: vector(0) }, { reduction: "sum" }, { out: 0 }],
  ])("%s", (_, line, inputs, options, wanted) => {
    expect(compute(line, inputs, options)).toEqual(wanted);
  }); // prettier-ignore

  test("fails for what is missing or unknown", () => {
    expect(() => compute("select x dim index", { x }, { dim: 0 })).toThrow(/neither input nor option index/);
    expect(() => compute("nothing", { x })).toThrow(/no function nothing/);
    expect(() => compute("sum", { x }, { axes: 1 })).toThrow(/unknown option/);
    expect(() => compute("sub", { a: x }, { scalar: 1, side: "up" })).toThrow(/unknown side/);
  });
});

test("options in our words", () => {
  const settings = {
    T_max: 3,
    weight_decay: 0.1,
    p: "inf",
    min_val: null,
    bias: true,
    padding_mode: "zeros",
  };
  expect(inOurWords(Object.entries(settings))).toEqual({ tMax: 3, weightDecay: 0.1, p: Infinity });
});

describe("kinds", () => {
  test.each(["sin", "logsigmoid", "mse_loss", "kl_div", "optim.LBFGS", "sched.SWALR", "rnn.unbatched", "gru.packed", "cross_entropy.kdim"])(
    "%s needs no line of its own",
    (kind) => expect(findKind(kind)).not.toBeNull(),
  );

  test.each(["toString", "constructor", "optim.Nothing", "sched.Nothing", "graph.nothing", "Sequential", "init", ""])(
    "%s is unknown",
    (kind) => {
      expect(findKind(kind)).toBeNull();
      const golden: GoldenCase = { id: "1", kind, folder: "", inputs: {}, options: {}, outputs: {} };
      expect(runCase(golden, findKind)).toMatchObject({ failure: `unknown kind ${kind}`, unknown: true });
    },
  );
}); // prettier-ignore
