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
    { inputs: [[4, 5]], call: (x) => ops.slice(x, [[null, null, -1], [-2, 0, -2]]) },
    { inputs: [[3, 4]], call: (x) => ops.slice(x, [[9, -9, -2], -1]) },
    { inputs: [[]], call: (x) => ops.slice(x, []) },
  ], // prettier-ignore
  bad: [
    () => ops.slice(tensor([1, 2]), [null, null]),
    () => ops.slice(tensor([1, 2]), [2]),
    () => ops.slice(tensor([1, 2]), [-3]),
    () => ops.slice(tensor([1, 2]), [[0.5, 1]]),
    () => ops.slice(tensor([1, 2]), [[0, 2, 0]]),
    () => ops.slice(tensor([1, 2]), [[0, 2, -0.5]]),
    () => ops.slice(tensor([[1, 2]]), [0, 1]),
    () => ops.slice(ops.zeros([2, 2, 2]), [0, 1, 1]),
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
    { inputs: [[2, 3], []], call: (x, value) => ops.maskedFill(x, [[true], [false]], value) },
    { inputs: [[2, 3], [3]], call: (x, value) => ops.maskedFill(x, [[true, false, true], [false, true, true]], value) },
  ], // prettier-ignore
  bad: [
    () => ops.maskedFill(tensor([1, 2]), [1, 0, 1], 0),
    () => ops.maskedFill(tensor([1, 2]), [[1, 0]], 0),
    () => ops.maskedFill(tensor([1, 2]), [1, 0], NaN),
    () => ops.maskedFill(tensor([1, 2]), [1, 0], tensor([1, 2, 3])),
    () => ops.maskedFill(tensor([1, 2]), [1, 0], [[1, 2]]),
    () => ops.maskedFill(tensor([1, 2]), [true, false], "1" as never),
    () => ops.maskedFill(tensor([1, 2]), "all" as never, 1),
  ],
};

export const indexSelect: OpSamples = {
  hidesNaN: "takes a part of the elements",
  samples: [
    { inputs: [[4, 3]], call: (x) => ops.indexSelect(x, [0, 2, 1, 3, 3]) },
    { inputs: [[2, 3, 4]], call: (x) => ops.indexSelect(x, new Int32Array([3, 0, 3]), { axis: -1 }) },
    { inputs: [[2, 3, 2]], call: (x) => ops.indexSelect(x, [2, 2], { axis: 1 }) },
    { inputs: [[1]], call: (x) => ops.indexSelect(x, [0, 0]) },
    { inputs: [[2, 0]], call: (x) => ops.indexSelect(x, [1]) },
    { inputs: [[2, 3]], call: (x) => ops.indexSelect(x, []) },
    {
      inputs: [[4, 3]],
      call: (x) =>
        ops.indexSelect(x, [
          [-1, 2],
          [0, -4],
        ]),
    },
    {
      inputs: [[2, 4]],
      call: (x) => ops.indexSelect(x, Int32Array.of(3, -1, 0, 0), { axis: 1, shape: [2, 2, 1] }),
    },
  ],
  bad: [
    () => ops.indexSelect(tensor([1, 2]), [2]),
    () => ops.indexSelect(tensor([1, 2]), [-3]),
    () => ops.indexSelect(tensor([1, 2]), [0.5]),
    () => ops.indexSelect(tensor([1, 2]), [0, 1], { shape: [3] }),
    () => ops.indexSelect(tensor([1, 2]), tensor([0]) as never),
    () => ops.indexSelect(tensor([1, 2]), [0], { axis: 1 }),
    () => ops.indexSelect(tensor(1), [0]),
    () => ops.indexSelect(ops.zeros([0]), [0]),
  ],
};

export const gather: OpSamples = {
  hidesNaN: "takes a part of the elements",
  samples: [
    { inputs: [[3, 4]], call: (x) => ops.gather(x, [[0, 3], [1, 1], [2, 1]], { axis: 1 }) },
    { inputs: [[3, 4]], call: (x) => ops.gather(x, [[1, 0, 1], [2, 2, 2], [0, 0, 1], [1, 1, 1]]) },
    { inputs: [[2, 3, 4]], call: (x) => ops.gather(x, new Int32Array([3, 1]), { axis: -1, shape: [2, 1, 1] }) },
    { inputs: [[1]], call: (x) => ops.gather(x, [0, 0]) },
    { inputs: [[2, 0]], call: (x) => ops.gather(x, [[], []]) },
    { inputs: [[3, 4]], call: (x) => ops.gather(x, [[1]], { axis: 1 }) },
    { inputs: [[1, 4]], call: (x) => ops.gather(x, [[1], [3], [1]], { axis: 1 }) },
    { inputs: [[]], call: (x) => ops.gather(x, [0, 0]) },
    { inputs: [[]], call: (x) => ops.gather(x, Int32Array.of(0), { shape: [] }) },
    { inputs: [[2, 3]], call: (x) => ops.gather(x, []) },
  ], // prettier-ignore
  bad: [
    () => ops.gather(tensor([1, 2]), [2]),
    () => ops.gather(tensor([1, 2]), [-1]),
    () => ops.gather(tensor([[1, 2]]), [0]),
    () => ops.gather(ops.zeros([2, 2]), [[0], [0], [0]], { axis: 1 }),
    () => ops.gather(tensor([1, 2]), new Int32Array(3), { shape: [2] }),
    () => ops.gather(tensor([1, 2]), [0], { axis: 1 }),
    () => ops.gather(tensor(1), [1]),
    () => ops.gather(tensor(1), [[0]]),
  ],
};

export const scatterAdd: OpSamples = {
  hidesNaN: "what the source has beyond the indices is not read",
  samples: [
    { inputs: [[3, 4], [3, 2]], call: (x, source) => ops.scatterAdd(x, [[2, 1], [0, 3], [2, 3]], source, { axis: 1 }) },
    { inputs: [[2, 3], [4, 3]], call: (x, source) => ops.scatterAdd(x, [[1, 0, 1], [1, 1, 1], [0, 0, 1]], source) },
    { inputs: [[3], [5]], call: (x, source) => ops.scatterAdd(x, [2, 2, 0, 2, 1], source) },
    { inputs: [[2, 3, 1], [2, 2, 1]], call: (x, source) => ops.scatterAdd(x, Int32Array.of(2, 0, 0, 2), source, { axis: 1, shape: [2, 2, 1] }) },
    { inputs: [[1], [1]], call: (x, source) => ops.scatterAdd(x, [0], source) },
    { inputs: [[0, 2], [0, 2]], call: (x, source) => ops.scatterAdd(x, Int32Array.of(), source, { shape: [0, 2] }) },
  ], // prettier-ignore
  bad: [
    () => ops.scatterAdd(tensor([1, 2]), [2], [1]),
    () => ops.scatterAdd(tensor([1, 2]), [0, 1], [1]),
    () => ops.scatterAdd(tensor([1, 2]), [0], 1),
    () => ops.scatterAdd(tensor([[1, 2]]), [[0], [0]], [[1], [1]], { axis: 1 }),
    () => ops.scatterAdd(tensor([1, 2]), [0.5], [1]),
    () => ops.scatterAdd(tensor(1), [1], [1]),
  ],
};

const scatters = (["sum", "prod", "mean", "amax", "amin"] as const).flatMap((reduce) =>
  [true, false].map((includeSelf): OpSamples["samples"][number] => ({
    inputs: [
      [2, 3],
      [4, 2],
    ],
    call: (x, source) => ops.scatter(x, [[1, 1], [0, 1], [1, 1]], source, { reduce, includeSelf }), // prettier-ignore
  })),
);

export const scatter: OpSamples = {
  domain: "distinct",
  hidesNaN: "overwrites elements, and what the source has beyond the indices is not read",
  samples: [
    ...scatters,
    { inputs: [[3, 4], [3, 2]], call: (x, source) => ops.scatter(x, [[2, 1], [0, 0], [2, 3]], source, { axis: 1 }) },
    { inputs: [[3], []], call: (x, value) => ops.scatter(x, [2, 0], value) },
    { inputs: [[3], [2]], call: (x, source) => ops.scatter(x, Int32Array.of(1, 1), source, { shape: [2], reduce: null }) },
    { inputs: [[], [1]], call: (x, source) => ops.scatter(x, [0], source, { reduce: "prod" }) },
    { inputs: [[1], [1]], call: (x, source) => ops.scatter(x, [0], source) },
    { inputs: [[0, 2], [0, 2]], call: (x, source) => ops.scatter(x, Int32Array.of(), source, { shape: [0, 2] }) },
  ], // prettier-ignore
  bad: [
    () => ops.scatter(tensor([1, 2]), [2], [1]),
    () => ops.scatter(tensor([1, 2]), [-1], [1]),
    () => ops.scatter(tensor([1, 2]), [0, 1], [1]),
    () => ops.scatter(tensor([[1, 2]]), [[0], [0]], [[1], [1]], { axis: 1 }),
    () => ops.scatter(tensor([1, 2]), [0], [1], { reduce: "max" as never }),
    () => ops.scatter(tensor([1, 2]), [0], [1], { reduce: "toString" as never }),
    () => ops.scatter(tensor([1, 2]), [0], [1], { includeSelf: 1 as never }),
    () => ops.scatter(tensor([1, 2]), [0], "a" as never),
  ],
};

export const at: OpSamples = {
  hidesNaN: "takes a part of the elements",
  samples: [
    { inputs: [[4, 5]], call: (x) => ops.at(x, 1) },
    { inputs: [[4, 5]], call: (x) => ops.at(x, "1:3", "::-2") },
    { inputs: [[2, 3, 4]], call: (x) => ops.at(x, "...", [0, -1, 0]) },
    { inputs: [[2, 3, 4]], call: (x) => ops.at(x, [0, 1], null, [[2], [0]]) },
    { inputs: [[2, 3, 4]], call: (x) => ops.at(x, [[0], [1]], Int32Array.of(2, 1), "1:") },
    { inputs: [[3, 2]], call: (x) => ops.at(x, [[true, false], [true, true], [false, false]]) },
    { inputs: [[3, 2]], call: (x) => ops.at(x, tensor([1, 0, 1]), -1, null) },
    { inputs: [[1]], call: (x) => ops.at(x, 0) },
    { inputs: [[2, 0]], call: (x) => ops.at(x, [1, 1], ":") },
    { inputs: [[]], call: (x) => ops.at(x, null, "...") },
    { inputs: [[2, 3]], call: (x) => ops.at(x, []) },
  ], // prettier-ignore
  bad: [
    () => ops.at(tensor([1, 2]), 2),
    () => ops.at(tensor([1, 2]), 0.5),
    () => ops.at(tensor([1, 2]), [0, 2]),
    () => ops.at(tensor([1, 2]), [0.5]),
    () => ops.at(tensor([1, 2]), 0, 0),
    () => ops.at(tensor([1, 2]), "0-1"),
    () => ops.at(tensor([1, 2]), "::0"),
    () => ops.at(tensor([1, 2]), "1"),
    () => ops.at(tensor([1, 2]), [0, null] as never),
    () => ops.at(tensor([1, 2]), [true, false, true]),
    () => ops.at(tensor([1, 2]), tensor([0, 2])),
    () => ops.at(tensor([1, 2]), "...", "..."),
    () => ops.at(tensor([1, 2]), undefined as never),
    () => ops.at(tensor([1, 2]), true as never),
    () => ops.at(tensor([1, 2]), {} as never),
    () => ops.at(ops.zeros([3, 3]), [0, 1], [0, 1, 2]),
  ],
};

export const embedding: OpSamples = {
  hidesNaN: "takes a part of the elements",
  samples: [
    { inputs: [[5, 3]], call: (weight) => ops.embedding([[2, 3], [3, 2], [1, 1]], weight) },
    { inputs: [[4, 2]], call: (weight) => ops.embedding(Int32Array.of(3, 0, 3, 1), weight, { shape: [2, 2] }) },
    { inputs: [[1, 1]], call: (weight) => ops.embedding([0, 0], weight) },
    { inputs: [[3, 0]], call: (weight) => ops.embedding([[2], [0]], weight) },
    { inputs: [[3, 2]], call: (weight) => ops.embedding([], weight) },
  ], // prettier-ignore
  bad: [
    () => ops.embedding([3], ops.zeros([3, 2])),
    () => ops.embedding([-1], ops.zeros([3, 2])),
    () => ops.embedding([0], ops.zeros([3])),
    () => ops.embedding([0], ops.zeros([3, 2]), { paddingIdx: 3 }),
    () => ops.embedding([0, 1], ops.zeros([3, 2]), { shape: [3] }),
    () => ops.embedding(tensor([0]) as never, ops.zeros([3, 2])),
  ],
};
