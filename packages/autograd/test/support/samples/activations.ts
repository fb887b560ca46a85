import * as ops from "../../../src/index.ts";
import { tensor, zeros } from "../../../src/index.ts";
import { maps, notNumbers } from "./helpers.ts";
import type { Domain, OpSamples } from "./sample.ts";

const map = (op: typeof ops.selu, domain: Domain = "real"): OpSamples => ({
  domain,
  samples: maps(op),
  bad: notNumbers(op),
});
/** Also over the bends at 3 and 6 that samples of (-2, 2) do not reach. */
const stretched = (op: typeof ops.selu): OpSamples => ({
  domain: "nonzero",
  samples: [...maps(op), { inputs: [[9]], call: (x) => op(ops.mul(x, 3.7)) }],
  bad: notNumbers(op),
});

export const selu: OpSamples = map(ops.selu, "nonzero");
export const mish: OpSamples = map(ops.mish);
export const softsign: OpSamples = map(ops.softsign, "nonzero");
export const relu6: OpSamples = stretched(ops.relu6);
export const hardsigmoid: OpSamples = stretched(ops.hardsigmoid);
export const hardswish: OpSamples = stretched(ops.hardswish);
export const floor: OpSamples = map(ops.floor, "nonzero");
export const ceil: OpSamples = map(ops.ceil, "nonzero");
export const round: OpSamples = map(ops.round, "nonzero");

export const celu: OpSamples = {
  domain: "nonzero",
  samples: [...maps((x) => ops.celu(x)), { inputs: [[5]], call: (x) => ops.celu(x, { alpha: 0.5 }) }],
  bad: [
    () => ops.celu(tensor([1]), { alpha: 0 }),
    () => ops.celu(tensor([1]), { alpha: NaN }),
    () => ops.celu(tensor([1]), 0.5 as never),
    () => ops.celu("a" as never),
  ],
};

export const glu: OpSamples = {
  samples: [
    { inputs: [[2, 4]], call: (x) => ops.glu(x) },
    { inputs: [[2, 3]], call: (x) => ops.glu(x, { axis: 0 }) },
    { inputs: [[1, 2, 3]], call: (x) => ops.glu(x, { axis: -2 }) },
    { inputs: [[2, 0]], call: (x) => ops.glu(x) },
  ],
  bad: [
    () => ops.glu(tensor([1, 2, 3])),
    () => ops.glu(tensor(1)),
    () => ops.glu(tensor([1, 2]), { axis: 1 }),
    () => ops.glu(tensor([1, 2]), { dim: 0 } as never),
  ],
};

export const prelu: OpSamples = {
  domain: ["nonzero", "real"],
  samples: [
    { inputs: [[2, 3, 2], [3]], call: (x, weight) => ops.prelu(x, weight) },
    { inputs: [[2, 3], [1]], call: (x, weight) => ops.prelu(x, weight) },
    { inputs: [[3], [3]], call: (x, weight) => ops.prelu(x, weight) },
    { inputs: [[], []], call: (x, weight) => ops.prelu(x, weight) },
    { inputs: [[0, 3], [3]], call: (x, weight) => ops.prelu(x, weight) },
    { inputs: [[2, 3]], call: (x) => ops.prelu(x, 0.25) },
  ], // prettier-ignore
  bad: [
    () => ops.prelu(zeros([2, 3]), zeros([2])),
    () => ops.prelu(zeros([2, 3]), zeros([1, 3])),
    () => ops.prelu(zeros([2, 3]), zeros([0])),
    () => ops.prelu("a" as never, 1),
  ],
};

export const tanhshrink: OpSamples = map(ops.tanhshrink);

const shrink = (op: typeof ops.hardshrink): OpSamples => ({
  domain: "nonzero",
  samples: [...maps((x) => op(x)), { inputs: [[5]], call: (x) => op(x, { lambd: 1.3 }) }],
  bad: [
    () => op(tensor([1]), { lambd: -1 }),
    () => op(tensor([1]), { lambd: Infinity }),
    () => op(tensor([1]), 0.5 as never),
    () => op("a" as never),
  ],
});
export const hardshrink: OpSamples = shrink(ops.hardshrink);
export const softshrink: OpSamples = shrink(ops.softshrink);

export const threshold: OpSamples = {
  domain: "nonzero",
  samples: [
    ...maps((x) => ops.threshold(x, 0, 2)),
    { inputs: [[9]], call: (x) => ops.threshold(x, -1.05, -7) },
  ],
  bad: [
    () => ops.threshold(tensor([1]), NaN, 0),
    () => ops.threshold(tensor([1]), 0, "1" as never),
    () => ops.threshold(tensor([1]), ...([] as unknown as [number, number])),
    () => ops.threshold("a" as never, 0, 0),
  ],
};

export const softmin: OpSamples = {
  samples: [
    { inputs: [[2, 3]], call: (x) => ops.softmin(x) },
    { inputs: [[2, 3, 2]], call: (x) => ops.softmin(x, { axis: 1 }) },
    { inputs: [[1]], call: (x) => ops.softmin(x) },
    { inputs: [[0, 2]], call: (x) => ops.softmin(x, { axis: 0 }) },
  ],
  bad: [
    () => ops.softmin(tensor([1]), { axis: 1 }),
    () => ops.softmin(tensor([1]), { dim: 0 } as never),
    () => ops.softmin("a" as never),
  ],
};
