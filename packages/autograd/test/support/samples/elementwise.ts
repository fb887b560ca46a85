import * as ops from "../../../src/index.ts";
import { tensor } from "../../../src/index.ts";
import { clash, maps, notNumbers, pairs } from "./helpers.ts";
import type { Domain, OpSamples } from "./sample.ts";

const map = (op: typeof ops.abs, domain: Domain = "real"): OpSamples => ({
  domain,
  samples: maps(op),
  bad: notNumbers(op),
});

export const abs: OpSamples = map(ops.abs, "nonzero");
export const cos: OpSamples = map(ops.cos);
export const erf: OpSamples = map(ops.erf);
export const expm1: OpSamples = map(ops.expm1);
export const log: OpSamples = map(ops.log, "positive");
export const log1p: OpSamples = map(ops.log1p, "unit");
export const logSigmoid: OpSamples = map(ops.logSigmoid);
export const reciprocal: OpSamples = map(ops.reciprocal, "nonzero");
export const relu: OpSamples = map(ops.relu, "nonzero");
export const rsqrt: OpSamples = map(ops.rsqrt, "positive");
export const sigmoid: OpSamples = map(ops.sigmoid);
export const sign: OpSamples = map(ops.sign, "nonzero");
export const silu: OpSamples = map(ops.silu);
export const sin: OpSamples = map(ops.sin);
export const sqrt: OpSamples = map(ops.sqrt, "positive");

export const clamp: OpSamples = {
  domain: "nonzero",
  samples: [
    ...maps((x) => ops.clamp(x, { min: -0.5, max: 1 })),
    { inputs: [[5]], call: (x) => ops.clamp(x, { min: 0 }) },
    { inputs: [[5]], call: (x) => ops.clamp(x, { max: 0.5 }) },
    { inputs: [[2, 3], [3]], call: (x, min) => ops.clamp(x, { min }) },
    { inputs: [[4], [2, 1]], call: (x, max) => ops.clamp(x, { max }) },
    { inputs: [[4, 3], [3], []], call: (x, min, max) => ops.clamp(x, { min, max }) },
    { inputs: [[5], [5]], call: (x, max) => ops.clamp(x, { min: 0.1, max }) },
    { inputs: [[0, 2], [2]], call: (x, min) => ops.clamp(x, { min, max: [1, 2] }) },
  ], // prettier-ignore
  bad: [
    () => ops.clamp(tensor([1]), {}),
    () => ops.clamp(tensor([1]), { min: NaN }),
    () => ops.clamp(tensor([1]), { min: 1, max: 0 }),
    () => ops.clamp(tensor([1]), { low: 1 } as never),
    () => ops.clamp(tensor([1, 2]), { min: [1, 2, 3] }),
    () => ops.clamp(tensor([1, 2]), { min: 0, max: tensor([1, 2, 3]) }),
    () => ops.clamp(tensor([1, 2]), { max: "1" as never }),
    () => ops.clamp("a" as never, { min: 0 }),
  ],
};

export const elu: OpSamples = {
  domain: "nonzero",
  samples: [...maps((x) => ops.elu(x)), { inputs: [[5]], call: (x) => ops.elu(x, { alpha: 0.5 }) }],
  bad: [() => ops.elu(tensor([1]), { alpha: NaN }), () => ops.elu(tensor([1]), 0.5 as never)],
};

export const gelu: OpSamples = {
  samples: [...maps((x) => ops.gelu(x)), ...maps((x) => ops.gelu(x, { approximate: "tanh" }))],
  bad: [
    () => ops.gelu(tensor([1]), { approximate: "erf" as never }),
    () => ops.gelu("a" as never, { approximate: "tanh" }),
  ],
};

export const hardtanh: OpSamples = {
  domain: "nonzero",
  samples: [
    ...maps((x) => ops.hardtanh(x)),
    { inputs: [[5]], call: (x) => ops.hardtanh(x, { min: -0.5, max: 2 }) },
  ],
  bad: [
    () => ops.hardtanh(tensor([1]), { min: 2 }),
    () => ops.hardtanh(tensor([1]), { max: "1" as never }),
    () => ops.hardtanh(tensor([1]), { min_val: -1 } as never),
  ],
};

export const leakyRelu: OpSamples = {
  domain: "nonzero",
  samples: [
    ...maps((x) => ops.leakyRelu(x)),
    { inputs: [[5]], call: (x) => ops.leakyRelu(x, { negativeSlope: -0.2 }) },
  ],
  bad: [
    () => ops.leakyRelu(tensor([1]), { negativeSlope: Infinity }),
    () => ops.leakyRelu(tensor([1]), 0.2 as never),
  ],
};

export const softplus: OpSamples = {
  domain: "nonzero",
  samples: [
    ...maps((x) => ops.softplus(x)),
    { inputs: [[5]], call: (x) => ops.softplus(x, { beta: 3 }) },
    { inputs: [[5]], call: (x) => ops.softplus(x, { beta: 2, threshold: 1 }) },
  ],
  bad: [
    () => ops.softplus(tensor([1]), { beta: 0 }),
    () => ops.softplus(tensor([1]), { threshold: NaN }),
    () => ops.softplus(tensor([1]), 2 as never),
  ],
};

const pair = (op: typeof ops.add, rest: Partial<OpSamples> = {}): OpSamples => ({
  samples: pairs(op),
  bad: clash(op),
  ...rest,
});

export const pow: OpSamples = pair(ops.pow, {
  domain: ["positive", "real"],
  samples: [
    ...pairs(ops.pow),
    { inputs: [[2, 3]], call: (a) => ops.pow(a, 2) },
    { inputs: [[2, 3]], call: (a) => ops.pow(a, 0) },
    { inputs: [[2, 3]], call: (a) => ops.pow(ops.neg(a), 3) },
    { inputs: [[2, 3]], call: (a) => ops.pow(2, a) },
  ],
  hidesNaN: "anything to the power 0 is 1",
});
export const maximum: OpSamples = pair(ops.maximum);
export const minimum: OpSamples = pair(ops.minimum);

const compared: Partial<OpSamples> = {
  noGradient: "piecewise constant",
  hidesNaN: "a comparison with NaN is true or false",
};
export const equal: OpSamples = pair(ops.equal, compared);
export const notEqual: OpSamples = pair(ops.notEqual, compared);
export const less: OpSamples = pair(ops.less, compared);
export const lessEqual: OpSamples = pair(ops.lessEqual, compared);
export const greater: OpSamples = pair(ops.greater, compared);
export const greaterEqual: OpSamples = pair(ops.greaterEqual, compared);
export { isNaNSamples as isNaN };
const isNaNSamples: OpSamples = { samples: maps(ops.isNaN), bad: notNumbers(ops.isNaN), ...compared };

export const where: OpSamples = {
  samples: [
    { inputs: [[2, 3], [2, 3]], call: (a, b) => ops.where([[true, false, true], [false, false, true]], a, b) },
    { inputs: [[3], [2, 1]], call: (a, b) => ops.where(tensor([1, 0, -1]), a, b) },
    { inputs: [[3], []], call: (a, b) => ops.where([[[true, false, true]], [[false, true, true]]], a, b) },
    { inputs: [[1], [2]], call: (a, b) => ops.where(true, a, b) },
    { inputs: [[0, 3], [3]], call: (a, b) => ops.where([1, 0, 1], a, b) },
    { inputs: [[4]], call: (x) => ops.where(ops.greater(x, 0), x, 0) },
  ], // prettier-ignore
  bad: [
    () => ops.where([true, false], [1, 2, 3], 0),
    () => ops.where(true, [1, 2], [1, 2, 3]),
    () => ops.where("yes" as never, 1, 2),
    () => ops.where([[true], [true, false]] as never, 1, 2),
  ],
  hidesNaN: "what is not chosen does not show",
};

export const erfc: OpSamples = map(ops.erfc);
export const frac: OpSamples = map(ops.frac, "nonzero");
export const trunc: OpSamples = map(ops.trunc, "nonzero");
export const isInf: OpSamples = {
  ...map(ops.isInf),
  noGradient: "piecewise constant",
  hidesNaN: "0 for NaN",
};
export const isFinite: OpSamples = {
  ...map(ops.isFinite),
  noGradient: "piecewise constant",
  hidesNaN: "0 for NaN",
};
export const hypot: OpSamples = { domain: "nonzero", samples: pairs(ops.hypot), bad: clash(ops.hypot) };
export const xlogy: OpSamples = {
  domain: ["real", "positive"],
  samples: pairs(ops.xlogy),
  bad: clash(ops.xlogy),
};
/** Quotients between whole numbers: |a| below 2, b a whole number and a bit apart. */
const modulo = (op: typeof ops.fmod): OpSamples => ({
  domain: ["unit", "real"],
  samples: pairs((a, b) => op(ops.add(a, 1.05), ops.add(ops.div(b, 40), 2.1))).concat(
    pairs((a, b) => op(ops.add(ops.mul(a, 0.5), -4.7), ops.add(ops.div(b, 400), -1.5))),
  ),
  bad: clash(op),
});
export const fmod: OpSamples = modulo(ops.fmod);
export const remainder: OpSamples = modulo(ops.remainder);

export const logit: OpSamples = {
  domain: "unit",
  samples: [
    ...maps((x) => ops.logit(ops.add(ops.mul(x, 0.4), 0.5))),
    { inputs: [[5]], call: (x) => ops.logit(ops.add(ops.mul(x, 0.4), 0.5), { eps: 1e-3 }) },
    { inputs: [[5]], call: (x) => ops.logit(ops.add(ops.mul(x, 0.001), 0.9), { eps: 0.2 }) },
  ],
  bad: [
    () => ops.logit(tensor([1]), { eps: 0.6 }),
    () => ops.logit(tensor([1]), { eps: NaN }),
    () => ops.logit(tensor([1]), 0.1 as never),
    () => ops.logit("a" as never),
  ],
};

export const nanToNum: OpSamples = {
  hidesNaN: "replaces it",
  samples: [...maps((x) => ops.nanToNum(x)), { inputs: [[5]], call: (x) => ops.nanToNum(x, { nan: 3 }) }],
  bad: [
    () => ops.nanToNum(tensor([1]), { nan: NaN }),
    () => ops.nanToNum(tensor([1]), { posinf: "1" as never }),
    () => ops.nanToNum(tensor([1]), { posInf: 1 } as never),
    () => ops.nanToNum("a" as never),
  ],
};
