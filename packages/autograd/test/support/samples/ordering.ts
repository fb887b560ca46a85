import * as ops from "../../../src/index.ts";
import { tensor, zeros, type Tensor } from "../../../src/index.ts";
import type { OpSamples } from "./sample.ts";

const asTensor = (indices: Int32Array, like: Tensor): Tensor => tensor([...indices], { dtype: like.dtype });

export const sort: OpSamples = {
  domain: "distinct",
  samples: [
    { inputs: [[2, 4]], call: (x) => ops.sort(x).values },
    { inputs: [[3, 2]], call: (x) => ops.sort(x, { axis: 0, descending: true }).values },
    { inputs: [[2, 1, 3]], call: (x) => ops.sort(x, { axis: -2 }).values },
    { inputs: [[0, 3]], call: (x) => ops.sort(x).values },
    { inputs: [[3, 0]], call: (x) => ops.sort(x, { axis: 0 }).values },
    { inputs: [[]], call: (x) => ops.sort(x).values },
  ],
  bad: [
    () => ops.sort(tensor([1]), { axis: 1 }),
    () => ops.sort(tensor([1]), { descending: 1 as never }),
    () => ops.sort(tensor([1]), { stable: true } as never),
    () => ops.sort("a" as never),
  ],
};

export const argsort: OpSamples = {
  domain: "distinct",
  noGradient: "integer result",
  hidesNaN: "gives the place of the NaN",
  samples: [
    { inputs: [[2, 4]], call: (x) => asTensor(ops.argsort(x), x) },
    { inputs: [[3, 1]], call: (x) => asTensor(ops.argsort(x, { axis: 0, descending: true }), x) },
    { inputs: [[0, 2]], call: (x) => asTensor(ops.argsort(x), x) },
  ],
  bad: [
    () => ops.argsort(tensor([1]), { axis: 1 }),
    () => ops.argsort(tensor([1]), { dim: 0 } as never),
    () => ops.argsort(tensor([1]), { descending: 0 as never }),
  ],
};

export const topk: OpSamples = {
  domain: "distinct",
  hidesNaN: "takes a part of the elements",
  samples: [
    { inputs: [[2, 4]], call: (x) => ops.topk(x, 2).values },
    { inputs: [[4, 2]], call: (x) => ops.topk(x, 3, { axis: 0, largest: false }).values },
    { inputs: [[1, 3]], call: (x) => ops.topk(x, 0).values },
    { inputs: [[0, 3]], call: (x) => ops.topk(x, 2).values },
    { inputs: [[]], call: (x) => ops.topk(x, 1).values },
  ],
  bad: [
    () => ops.topk(tensor([1, 2]), 3),
    () => ops.topk(tensor([1, 2]), -1),
    () => ops.topk(tensor([1, 2]), 0.5),
    () => ops.topk(tensor([1, 2]), 1, { axis: 1 }),
    () => ops.topk(tensor([1, 2]), 1, { largest: "no" as never }),
    () => ops.topk(tensor([1, 2]), 1, { sorted: true } as never),
  ],
};

const running = (op: typeof ops.cummax): OpSamples => ({
  domain: "distinct",
  samples: [
    { inputs: [[5]], call: (x) => op(x).values },
    { inputs: [[2, 4]], call: (x) => op(x, { axis: 1 }).values },
    { inputs: [[2, 3, 1]], call: (x) => op(x, { axis: -2 }).values },
    { inputs: [[2, 0]], call: (x) => op(x, { axis: 1 }).values },
    { inputs: [[]], call: (x) => op(x).values },
  ],
  bad: [
    () => op(tensor([1]), { axis: 1 }),
    () => op(tensor([1]), 0 as never),
    () => op(zeros([2]), { dim: 0 } as never),
    () => op("a" as never),
  ],
});
export const cummax: OpSamples = running(ops.cummax);
export const cummin: OpSamples = running(ops.cummin);

export const unique: OpSamples = {
  noGradient: "integer result",
  hidesNaN: "counts it as a value",
  samples: [
    { inputs: [[2, 3]], call: (x) => ops.unique(x).values },
    { inputs: [[1]], call: (x) => ops.unique(x).values },
    { inputs: [[0, 2]], call: (x) => ops.unique(x).values },
  ],
  bad: [() => ops.unique("a" as never), () => ops.unique([[1], [2, 3]])],
};
