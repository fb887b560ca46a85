import * as ops from "../../../src/index.ts";
import { tensor } from "../../../src/index.ts";
import type { OpSamples } from "./sample.ts";

export const permute: OpSamples = {
  samples: [
    { inputs: [[2, 3, 4]], call: (x) => ops.permute(x, [2, 0, 1]) },
    { inputs: [[2, 1, 3, 2]], call: (x) => ops.permute(x, [-1, 1, 0, 2]) },
    { inputs: [[2, 1, 3]], call: (x) => ops.permute(x, [1, 0, 2]) },
    { inputs: [[3, 0]], call: (x) => ops.permute(x, [1, 0]) },
    { inputs: [[]], call: (x) => ops.permute(x, []) },
  ],
  bad: [
    () => ops.permute(ops.zeros([2, 3]), [0]),
    () => ops.permute(ops.zeros([2, 3]), [1, 1]),
    () => ops.permute(ops.zeros([2, 3]), [0, 2]),
    () => ops.permute(ops.zeros([2, 3]), [0, 1, 1]),
    () => ops.permute(ops.zeros([2, 3]), 1 as never),
  ],
};

export const transpose: OpSamples = {
  samples: [
    { inputs: [[2, 3]], call: (x) => ops.transpose(x) },
    { inputs: [[2, 3, 4]], call: (x) => ops.transpose(x, 0, 2) },
    { inputs: [[1, 4]], call: (x) => ops.transpose(x) },
    { inputs: [[2, 0, 3]], call: (x) => ops.transpose(x, 0, -1) },
    { inputs: [[3]], call: (x) => ops.transpose(x, 0, 0) },
  ],
  bad: [
    () => ops.transpose(tensor([1, 2])),
    () => ops.transpose(ops.zeros([2, 3]), 0, 2),
    () => ops.transpose(ops.zeros([2, 3]), 0.5),
  ],
};

export const flip: OpSamples = {
  samples: [
    { inputs: [[2, 3]], call: (x) => ops.flip(x, 0) },
    { inputs: [[2, 3, 4]], call: (x) => ops.flip(x, [0, -1]) },
    { inputs: [[2, 1, 3]], call: (x) => ops.flip(x, [1, 2]) },
    { inputs: [[2, 0]], call: (x) => ops.flip(x, [0, 1]) },
    { inputs: [[2]], call: (x) => ops.flip(x, []) },
  ],
  bad: [
    () => ops.flip(tensor([1, 2]), 1),
    () => ops.flip(ops.zeros([2, 3]), [0, -2]),
    () => ops.flip(tensor([1, 2]), undefined as never),
    () => ops.flip(tensor([1, 2]), "0" as never),
  ],
};
