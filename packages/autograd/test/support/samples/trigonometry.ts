import * as ops from "../../../src/index.ts";
import { clash, maps, notNumbers, pairs } from "./helpers.ts";
import type { Domain, OpSamples } from "./sample.ts";

const map = (op: typeof ops.tan, domain: Domain = "real"): OpSamples => ({
  domain,
  samples: maps(op),
  bad: notNumbers(op),
});

export const tan: OpSamples = map(ops.tan, "unit");
export const asin: OpSamples = map(ops.asin, "unit");
export const acos: OpSamples = map(ops.acos, "unit");
export const atan: OpSamples = map(ops.atan);
export const sinh: OpSamples = map(ops.sinh);
export const cosh: OpSamples = map(ops.cosh);
export const asinh: OpSamples = map(ops.asinh);
export const acosh: OpSamples = {
  domain: "positive",
  samples: maps((x) => ops.acosh(ops.add(x, 1))),
  bad: notNumbers(ops.acosh),
};
export const atanh: OpSamples = map(ops.atanh, "unit");
export const log2: OpSamples = map(ops.log2, "positive");
export const log10: OpSamples = map(ops.log10, "positive");

// The cut along the negative horizontal axis and the origin stay clear of finite differences.
export const atan2: OpSamples = {
  domain: ["nonzero", "nonzero"],
  samples: pairs(ops.atan2),
  bad: clash(ops.atan2),
};
