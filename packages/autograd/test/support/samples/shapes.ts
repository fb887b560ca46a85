import * as ops from "../../../src/index.ts";
import { tensor, zeros } from "../../../src/index.ts";
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

export const squeeze: OpSamples = {
  samples: [
    { inputs: [[1, 3, 1]], call: (x) => ops.squeeze(x) },
    { inputs: [[2, 1, 3]], call: (x) => ops.squeeze(x, [0, 1]) },
    { inputs: [[1, 0]], call: (x) => ops.squeeze(x, -2) },
    { inputs: [[]], call: (x) => ops.squeeze(x) },
  ],
  bad: [
    () => ops.squeeze(tensor([1]), 1),
    () => ops.squeeze(tensor([[1]]), [0, -2]),
    () => ops.squeeze(tensor([1]), "0" as never),
  ],
};

export const unsqueeze: OpSamples = {
  samples: [
    { inputs: [[2, 3]], call: (x) => ops.unsqueeze(x, 1) },
    { inputs: [[2, 1]], call: (x) => ops.unsqueeze(x, -1) },
    { inputs: [[0]], call: (x) => ops.unsqueeze(x, 0) },
    { inputs: [[]], call: (x) => ops.unsqueeze(x, 0) },
  ],
  bad: [
    () => ops.unsqueeze(tensor([1]), 2),
    () => ops.unsqueeze(tensor([1]), -3),
    () => ops.unsqueeze(tensor([1]), undefined as never),
  ],
};

export const flatten: OpSamples = {
  samples: [
    { inputs: [[2, 3, 4]], call: (x) => ops.flatten(x) },
    { inputs: [[2, 3, 1, 2]], call: (x) => ops.flatten(x, 1, -2) },
    { inputs: [[2, 0, 3]], call: (x) => ops.flatten(x, 1) },
    { inputs: [[]], call: (x) => ops.flatten(x) },
  ],
  bad: [
    () => ops.flatten(tensor([[1]]), 1, 0),
    () => ops.flatten(tensor([1]), 1),
    () => ops.flatten(tensor([1]), 0, 0.5),
  ],
};

export const chunk: OpSamples = {
  samples: [
    { inputs: [[6, 2]], call: (x) => ops.chunk(x, 3) },
    { inputs: [[2, 5]], call: (x) => ops.chunk(x, 4, { axis: -1 }) },
    { inputs: [[1, 2]], call: (x) => ops.chunk(x, 3) },
    { inputs: [[0, 2]], call: (x) => ops.chunk(x, 2) },
  ],
  bad: [
    () => ops.chunk(tensor(1), 1),
    () => ops.chunk(tensor([1]), 0),
    () => ops.chunk(tensor([1]), 1.5),
    () => ops.chunk(tensor([1]), 1, { axis: 1 }),
  ],
};

export const pad: OpSamples = {
  hidesNaN: "a crop drops elements",
  samples: [
    { inputs: [[2, 3]], call: (x) => ops.pad(x, [[1, 2]]) },
    { inputs: [[2, 3]], call: (x) => ops.pad(x, [[1, 0], [2, 1]], { value: 1.5 }) },
    { inputs: [[4, 5]], call: (x) => ops.pad(x, [[-1, 2], [-2, -1]], { value: -1 }) },
    { inputs: [[2, 3]], call: (x) => ops.pad(x, [[-3, 2]]) },
    { inputs: [[1, 0]], call: (x) => ops.pad(x, [[1, 1]]) },
    { inputs: [[]], call: (x) => ops.pad(x, []) },
    { inputs: [[3, 2]], call: (x) => ops.pad(x, [[1, 1], [2, 1]], { mode: "reflect" }) },
    { inputs: [[3, 2]], call: (x) => ops.pad(x, [[4, 3], [-1, 1]], { mode: "replicate" }) },
    { inputs: [[2, 3]], call: (x) => ops.pad(x, [[3, 2], [1, -1]], { mode: "circular" }) },
    { inputs: [[0, 2]], call: (x) => ops.pad(x, [[1, 0]], { mode: "reflect" }) },
  ], // prettier-ignore
  bad: [
    () => ops.pad(tensor([1]), [[1, 1], [0, 0]]),
    () => ops.pad(tensor([1, 2]), [[-2, -1]]),
    () => ops.pad(tensor([1, 2]), [[-3, 3]]),
    () => ops.pad(tensor([1]), [[0.5, 0]]),
    () => ops.pad(tensor([1]), [1, 1] as never),
    () => ops.pad(tensor([1]), [[1, 1]], { value: NaN }),
    () => ops.pad(tensor([1]), [[1, 1]], { mode: "mirror" as never }),
    () => ops.pad(tensor([1, 2]), [[0, 2]], { mode: "reflect" }),
    () => ops.pad(tensor([1, 2]), [[3, 0]], { mode: "circular" }),
    () => ops.pad(zeros([0]), [[1, 0]], { mode: "replicate" }),
    () => ops.pad(tensor([1]), [[0, 0]], { mode: "circular", value: 1 }),
    () => ops.pad(tensor([1]), [[1, 1]], { fill: 1 } as never),
  ], // prettier-ignore
};

export const tril: OpSamples = {
  hidesNaN: "elements above the diagonal are dropped",
  samples: [
    { inputs: [[3, 3]], call: (x) => ops.tril(x) },
    { inputs: [[2, 3, 4]], call: (x) => ops.tril(x, { diagonal: 1 }) },
    { inputs: [[4, 1]], call: (x) => ops.tril(x, { diagonal: -2 }) },
    { inputs: [[2, 0, 3]], call: (x) => ops.tril(x) },
    { inputs: [[2, 2]], call: (x) => ops.tril(x, { diagonal: 9 }) },
  ],
  bad: [
    () => ops.tril(tensor([1])),
    () => ops.tril(tensor([[1]]), { diagonal: 0.5 }),
    () => ops.tril(tensor(1)),
  ],
};

export const triu: OpSamples = {
  hidesNaN: "elements below the diagonal are dropped",
  samples: [
    { inputs: [[3, 3]], call: (x) => ops.triu(x) },
    { inputs: [[2, 4, 3]], call: (x) => ops.triu(x, { diagonal: -1 }) },
    { inputs: [[1, 4]], call: (x) => ops.triu(x, { diagonal: 2 }) },
    { inputs: [[3, 0]], call: (x) => ops.triu(x) },
    { inputs: [[2, 2]], call: (x) => ops.triu(x, { diagonal: 9 }) },
  ],
  bad: [
    () => ops.triu(tensor([1])),
    () => ops.triu(tensor([[1]]), { diagonal: NaN }),
    () => ops.triu(tensor(1)),
  ],
};

export const trace: OpSamples = {
  hidesNaN: "takes a part of the elements",
  samples: [
    { inputs: [[3, 3]], call: (x) => ops.trace(x) },
    { inputs: [[2, 4]], call: (x) => ops.trace(x) },
    { inputs: [[1, 1]], call: (x) => ops.trace(x) },
    { inputs: [[0, 2]], call: (x) => ops.trace(x) },
  ],
  bad: [() => ops.trace([1, 2]), () => ops.trace(ops.zeros([2, 2, 2])), () => ops.trace("a" as never)],
};

export const diff: OpSamples = {
  samples: [
    { inputs: [[5]], call: (x) => ops.diff(x) },
    { inputs: [[2, 4]], call: (x) => ops.diff(x, { n: 2 }) },
    { inputs: [[3, 2], [1, 2], [2, 2]], call: (x, prepend, append) => ops.diff(x, { axis: 0, prepend, append }) },
    { inputs: [[2, 3], [2, 1]], call: (x, append) => ops.diff(x, { append }) },
    { inputs: [[1]], call: (x) => ops.diff(x, { n: 0 }) },
    { inputs: [[2, 1]], call: (x) => ops.diff(x, { n: 3 }) },
    { inputs: [[0, 2]], call: (x) => ops.diff(x) },
  ], // prettier-ignore
  bad: [
    () => ops.diff(1),
    () => ops.diff([1, 2], { n: -1 }),
    () => ops.diff([1, 2], { axis: 1 }),
    () => ops.diff([1, 2], { prepend: 1 }),
    () => ops.diff([[1, 2]], { append: [[1], [2]] }),
    () => ops.diff([1, 2], 2 as never),
  ],
};
