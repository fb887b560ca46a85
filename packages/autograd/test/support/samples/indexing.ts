import * as ops from "../../../src/index.ts";
import { tensor } from "../../../src/index.ts";
import type { OpSamples } from "./sample.ts";

export const slice: OpSamples = {
  hidesNaN: "takes a part of the elements",
  samples: [
    { inputs: [[4, 5]], call: (x) => ops.slice(x, [[1, 3], null]) },
    { inputs: [[4, 5]], call: (x) => ops.slice(x, [[null, null, 2], [-3]]) },
    { inputs: [[2, 3, 4]], call: (x) => ops.slice(x, [1, [], [null, -1, 2]]) },
    { inputs: [[3, 1, 5]], call: (x) => ops.slice(x, [[-9, 9, 3], -1, [1, 99, 4]]) },
    { inputs: [[3, 2]], call: (x) => ops.slice(x, [[2, 1]]) },
    { inputs: [[2, 0]], call: (x) => ops.slice(x, [[1], [0, 3]]) },
    { inputs: [[]], call: (x) => ops.slice(x, []) },
  ], // prettier-ignore
  bad: [
    () => ops.slice(tensor([1, 2]), [null, null]),
    () => ops.slice(tensor([1, 2]), [2]),
    () => ops.slice(tensor([1, 2]), [-3]),
    () => ops.slice(tensor([1, 2]), [[0.5, 1]]),
    () => ops.slice(tensor([1, 2]), [[0, 2, 0]]),
    () => ops.slice(tensor([1, 2]), [[0, 2, -1]]),
    () => ops.slice(tensor([1, 2]), [[0, 1, 1, 1]] as never),
    () => ops.slice(tensor([1, 2]), ["0:1"] as never),
    () => ops.slice(tensor([1, 2]), 1 as never),
  ],
};

export const select: OpSamples = {
  hidesNaN: "takes a part of the elements",
  samples: [
    { inputs: [[3, 4]], call: (x) => ops.select(x, 0, 1) },
    { inputs: [[2, 3, 4]], call: (x) => ops.select(x, 1, -1) },
    { inputs: [[1]], call: (x) => ops.select(x, 0, 0) },
    { inputs: [[2, 0]], call: (x) => ops.select(x, 0, 1) },
  ],
  bad: [
    () => ops.select(tensor([1, 2]), 0, 2),
    () => ops.select(tensor([1, 2]), 0, -3),
    () => ops.select(tensor([1, 2]), 1, 0),
    () => ops.select(tensor([1, 2]), 0, 0.5),
    () => ops.select(ops.zeros([0, 2]), 0, 0),
    () => ops.select(tensor(1), 0, 0),
  ],
};

export const maskedFill: OpSamples = {
  hidesNaN: "replaces elements",
  samples: [
    { inputs: [[2, 3]], call: (x) => ops.maskedFill(x, [[0, 1, 0], [1, 1, 0]], 7) },
    { inputs: [[2, 2, 3]], call: (x) => ops.maskedFill(x, [[1], [0]], -1) },
    { inputs: [[1]], call: (x) => ops.maskedFill(x, 0, 2) },
    { inputs: [[0, 2]], call: (x) => ops.maskedFill(x, [1, 0], 2) },
  ], // prettier-ignore
  bad: [
    () => ops.maskedFill(tensor([1, 2]), [1, 0, 1], 0),
    () => ops.maskedFill(tensor([1, 2]), [[1, 0]], 0),
    () => ops.maskedFill(tensor([1, 2]), [1, 0], NaN),
    () => ops.maskedFill(tensor([1, 2]), [1, 0], tensor(1) as never),
    () => ops.maskedFill(tensor([1, 2]), "all" as never, 1),
  ],
};
