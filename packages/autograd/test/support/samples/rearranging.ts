import * as ops from "../../../src/index.ts";
import { tensor, zeros } from "../../../src/index.ts";
import type { OpSamples } from "./sample.ts";

export const roll: OpSamples = {
  samples: [
    { inputs: [[2, 3]], call: (x) => ops.roll(x, 1) },
    { inputs: [[2, 3]], call: (x) => ops.roll(x, -4, 1) },
    { inputs: [[2, 3, 2]], call: (x) => ops.roll(x, [1, 2], [0, -2]) },
    { inputs: [[1, 3]], call: (x) => ops.roll(x, [1, 1], [1, 1]) },
    { inputs: [[2, 0]], call: (x) => ops.roll(x, 5, 1) },
    { inputs: [[]], call: (x) => ops.roll(x, 1) },
  ],
  bad: [
    () => ops.roll(tensor([1, 2]), 0.5),
    () => ops.roll(tensor([1, 2]), [1, 1]),
    () => ops.roll(tensor([1, 2]), [1, 1], 0),
    () => ops.roll(tensor([1, 2]), 1, 1),
    () => ops.roll(tensor([1, 2]), undefined as never),
  ],
};

export const repeat: OpSamples = {
  samples: [
    { inputs: [[2, 3]], call: (x) => ops.repeat(x, [2, 1]) },
    { inputs: [[3]], call: (x) => ops.repeat(x, [2, 1, 3]) },
    { inputs: [[1, 2]], call: (x) => ops.repeat(x, [3, 0]) },
    { inputs: [[0, 2]], call: (x) => ops.repeat(x, [2, 2]) },
    { inputs: [[]], call: (x) => ops.repeat(x, [2]) },
  ],
  bad: [
    () => ops.repeat(zeros([2, 3]), [2]),
    () => ops.repeat(zeros([2]), [-1]),
    () => ops.repeat(zeros([2]), [0.5]),
    () => ops.repeat(zeros([2]), 2 as never),
    () => ops.repeat(zeros([2]), [2 ** 53 - 1]),
  ],
};

export const repeatInterleave: OpSamples = {
  samples: [
    { inputs: [[2, 3]], call: (x) => ops.repeatInterleave(x, 2) },
    { inputs: [[2, 3]], call: (x) => ops.repeatInterleave(x, [2, 1, 3], { axis: 1 }) },
    { inputs: [[1, 3]], call: (x) => ops.repeatInterleave(x, Int32Array.of(3), { axis: 0 }) },
    { inputs: [[2, 0]], call: (x) => ops.repeatInterleave(x, 2, { axis: -1 }) },
    { inputs: [[]], call: (x) => ops.repeatInterleave(x, 3) },
  ],
  bad: [
    () => ops.repeatInterleave(zeros([2]), -1),
    () => ops.repeatInterleave(zeros([2]), 0.5),
    () => ops.repeatInterleave(zeros([2]), [1, 2, 3]),
    () => ops.repeatInterleave(zeros([2]), [1, -1]),
    () => ops.repeatInterleave(zeros([2, 1]), [[1], [1]], { axis: 0 }),
    () => ops.repeatInterleave(zeros([2]), 1, { axis: 1 }),
    () => ops.repeatInterleave(zeros([2]), 1, { dim: 0 } as never),
  ],
};

export const movedim: OpSamples = {
  samples: [
    { inputs: [[2, 3, 4]], call: (x) => ops.movedim(x, 0, -1) },
    { inputs: [[2, 3, 4]], call: (x) => ops.movedim(x, [0, 2], [1, 0]) },
    { inputs: [[2, 1, 3]], call: (x) => ops.movedim(x, [], []) },
    { inputs: [[2, 0]], call: (x) => ops.movedim(x, 1, 0) },
    { inputs: [[]], call: (x) => ops.movedim(x, 0, -1) },
  ],
  bad: [
    () => ops.movedim(zeros([2, 3]), 2, 0),
    () => ops.movedim(zeros([2, 3]), 0, -3),
    () => ops.movedim(zeros([2, 3]), [0, 1], 0),
    () => ops.movedim(zeros([2, 3]), [0, -2], [0, 1]),
    () => ops.movedim(zeros([2, 3]), [0, 1], [1, 1]),
    () => ops.movedim(zeros([2, 3]), undefined as never, 0),
  ],
};

export const swapaxes: OpSamples = {
  samples: [
    { inputs: [[2, 3, 4]], call: (x) => ops.swapaxes(x, 0, -1) },
    { inputs: [[1, 3]], call: (x) => ops.swapaxes(x, 0, 1) },
    { inputs: [[2, 0]], call: (x) => ops.swapaxes(x, 1, 0) },
    { inputs: [[]], call: (x) => ops.swapaxes(x, 0, -1) },
  ],
  bad: [
    () => ops.swapaxes(zeros([2, 3]), 0, 2),
    () => ops.swapaxes(zeros([2, 3]), 0.5, 1),
    () => ops.swapaxes(zeros([2, 3]), 0, undefined as never),
  ],
};

export const diagonal: OpSamples = {
  hidesNaN: "takes a part of the elements",
  samples: [
    { inputs: [[3, 3]], call: (x) => ops.diagonal(x) },
    { inputs: [[2, 4]], call: (x) => ops.diagonal(x, { offset: 1 }) },
    { inputs: [[4, 2]], call: (x) => ops.diagonal(x, { offset: -2 }) },
    { inputs: [[2, 3, 2]], call: (x) => ops.diagonal(x, { axis0: 0, axis1: -1 }) },
    { inputs: [[1, 3]], call: (x) => ops.diagonal(x, { offset: 7 }) },
    { inputs: [[0, 3]], call: (x) => ops.diagonal(x) },
  ],
  bad: [
    () => ops.diagonal(tensor([1])),
    () => ops.diagonal(zeros([2, 2]), { axis0: 1 }),
    () => ops.diagonal(zeros([2, 2]), { axis1: 2 }),
    () => ops.diagonal(zeros([2, 2]), { offset: 0.5 }),
    () => ops.diagonal(zeros([2, 2]), { diagonal: 1 } as never),
    () => ops.diagonal(tensor(1)),
  ],
};

export const unfold: OpSamples = {
  hidesNaN: "what no window reaches does not show",
  samples: [
    { inputs: [[5, 2]], call: (x) => ops.unfold(x, 0, 3, 1) },
    { inputs: [[2, 6]], call: (x) => ops.unfold(x, -1, 2, 3) },
    { inputs: [[1, 3, 2]], call: (x) => ops.unfold(x, 1, 3, 2) },
    { inputs: [[2, 0]], call: (x) => ops.unfold(x, 0, 1, 1) },
  ],
  bad: [
    () => ops.unfold(tensor([1, 2]), 0, 3, 1),
    () => ops.unfold(tensor([1, 2]), 0, 0, 1),
    () => ops.unfold(tensor([1, 2]), 0, 1, 0),
    () => ops.unfold(tensor([1, 2]), 1, 1, 1),
    () => ops.unfold(tensor(1), 0, 1, 1),
  ],
};

export const maskedSelect: OpSamples = {
  hidesNaN: "takes a part of the elements",
  samples: [
    { inputs: [[2, 3]], call: (x) => ops.maskedSelect(x, [[0, 1, 0], [1, 1, 0]]) },
    { inputs: [[3]], call: (x) => ops.maskedSelect(x, [[true, false, true], [true, true, false]]) },
    { inputs: [[2, 1]], call: (x) => ops.maskedSelect(x, [1, 0, 1]) },
    { inputs: [[0, 2]], call: (x) => ops.maskedSelect(x, [1, 0]) },
    { inputs: [[2]], call: (x) => ops.maskedSelect(x, 0) },
  ], // prettier-ignore
  bad: [
    () => ops.maskedSelect(tensor([1, 2]), [1, 0, 1]),
    () => ops.maskedSelect(tensor([1, 2]), "all" as never),
    () => ops.maskedSelect(tensor([1, 2]), [[true], [true, false]] as never),
  ],
};

export const indexAdd: OpSamples = {
  samples: [
    { inputs: [[4, 2], [3, 2]], call: (x, source) => ops.indexAdd(x, [0, 3, 3], source) },
    { inputs: [[2, 3, 2], [2, 2, 2]], call: (x, source) => ops.indexAdd(x, Int32Array.of(2, 0), source, { axis: 1, alpha: -0.5 }) },
    { inputs: [[1], [2]], call: (x, source) => ops.indexAdd(x, [0, 0], source, { axis: -1 }) },
    { inputs: [[2, 0], [1, 0]], call: (x, source) => ops.indexAdd(x, [1], source) },
    { inputs: [[2], [0]], call: (x, source) => ops.indexAdd(x, [], source) },
  ], // prettier-ignore
  bad: [
    () => ops.indexAdd(tensor([1, 2]), [2], [1]),
    () => ops.indexAdd(tensor([1, 2]), [0, 1], [1]),
    () => ops.indexAdd(zeros([2, 2]), [[0]], [[1, 1]]),
    () => ops.indexAdd(zeros([2, 2]), [0], [[1]]),
    () => ops.indexAdd(tensor([1, 2]), [0], [1], { alpha: NaN }),
    () => ops.indexAdd(tensor([1, 2]), [0], [1], { dim: 0 } as never),
    () => ops.indexAdd(tensor(1), [0], [1]),
  ],
};
