import * as ops from "../../../src/index.ts";
import { tensor, zeros } from "../../../src/index.ts";
import { clash, pairs } from "./helpers.ts";
import type { OpSamples } from "./sample.ts";

export const logaddexp: OpSamples = { samples: pairs(ops.logaddexp), bad: clash(ops.logaddexp) };

export const lerp: OpSamples = {
  samples: [
    { inputs: [[2, 3], [2, 3], [2, 3]], call: (a, b, w) => ops.lerp(a, b, w) },
    { inputs: [[2, 1], [3], []], call: (a, b, w) => ops.lerp(a, b, w) },
    { inputs: [[2], [2]], call: (a, b) => ops.lerp(a, b, 0.3) },
    { inputs: [[0, 3], [3], [1]], call: (a, b, w) => ops.lerp(a, b, w) },
  ], // prettier-ignore
  bad: [
    () => ops.lerp(tensor([1, 2]), tensor([1, 2, 3]), 0.5),
    () => ops.lerp(tensor([1, 2]), 1, tensor([1, 2, 3])),
    () => ops.lerp(1, 2, "half" as never),
  ],
};

export const addcmul: OpSamples = {
  samples: [
    { inputs: [[2, 3], [2, 3], [3]], call: (x, a, b) => ops.addcmul(x, a, b) },
    { inputs: [[1], [2, 1], [2]], call: (x, a, b) => ops.addcmul(x, a, b, { value: -0.5 }) },
    { inputs: [[0, 2], [2], [2]], call: (x, a, b) => ops.addcmul(x, a, b) },
  ], // prettier-ignore
  bad: [
    () => ops.addcmul(zeros([2]), zeros([3]), zeros([2])),
    () => ops.addcmul(zeros([2]), zeros([3]), zeros([3])),
    () => ops.addcmul(1, 2, 3, { value: NaN }),
    () => ops.addcmul(1, 2, 3, { alpha: 1 } as never),
  ],
};

export const addmm: OpSamples = {
  samples: [
    { inputs: [[2, 4], [2, 3], [3, 4]], call: (x, a, b) => ops.addmm(x, a, b) },
    { inputs: [[4], [2, 3], [3, 4]], call: (x, a, b) => ops.addmm(x, a, b, { beta: 0.5, alpha: -2 }) },
    { inputs: [[], [1, 2], [2, 1]], call: (x, a, b) => ops.addmm(x, a, b) },
    { inputs: [[2], [0, 3], [3, 2]], call: (x, a, b) => ops.addmm(x, a, b) },
  ], // prettier-ignore
  bad: [
    () => ops.addmm(zeros([2]), zeros([2, 3]), zeros([2, 2])),
    () => ops.addmm(zeros([3]), zeros([2, 3]), zeros([3, 2])),
    () => ops.addmm(zeros([1, 2, 2]), zeros([2, 3]), zeros([3, 2])),
    () => ops.addmm(zeros([2]), zeros([3]), zeros([3, 2])),
    () => ops.addmm(1, zeros([1, 1]), zeros([1, 1]), { alpha: Infinity }),
    () => ops.addmm(1, zeros([1, 1]), zeros([1, 1]), { gamma: 1 } as never),
  ],
};

export const bilinear: OpSamples = {
  samples: [
    { inputs: [[4, 2], [4, 3], [5, 2, 3], [5]], call: (a, b, w, bias) => ops.bilinear(a, b, w, bias) },
    { inputs: [[2, 2, 1], [2, 2, 3], [2, 1, 3]], call: (a, b, w) => ops.bilinear(a, b, w) },
    { inputs: [[2], [3], [1, 2, 3], [1]], call: (a, b, w, bias) => ops.bilinear(a, b, w, bias) },
    { inputs: [[0, 2], [0, 3], [2, 2, 3]], call: (a, b, w) => ops.bilinear(a, b, w, null) },
  ], // prettier-ignore
  bad: [
    () => ops.bilinear(zeros([4, 2]), zeros([4, 3]), zeros([5, 3, 2])),
    () => ops.bilinear(zeros([4, 2]), zeros([3, 3]), zeros([5, 2, 3])),
    () => ops.bilinear(zeros([4, 2]), zeros([4, 3]), zeros([2, 3])),
    () => ops.bilinear(zeros([4, 2]), zeros([4, 3]), zeros([5, 2, 3]), zeros([4])),
    () => ops.bilinear(1, zeros([3]), zeros([5, 1, 3])),
  ],
};

export const cosineSimilarity: OpSamples = {
  // Away from the zero vector, where the length has a kink.
  domain: "nonzero",
  samples: [
    { inputs: [[2, 3], [2, 3]], call: (a, b) => ops.cosineSimilarity(a, b) },
    { inputs: [[2, 3], [3]], call: (a, b) => ops.cosineSimilarity(a, b, { axis: -1 }) },
    { inputs: [[3, 2], [1, 2]], call: (a, b) => ops.cosineSimilarity(a, b, { axis: 0 }) },
    { inputs: [[2, 4, 3], [4, 1]], call: (a, b) => ops.cosineSimilarity(a, b, { eps: 0.1 }) },
    { inputs: [[0, 3], [1, 3]], call: (a, b) => ops.cosineSimilarity(a, b) },
  ], // prettier-ignore
  bad: [
    () => ops.cosineSimilarity(tensor([1, 2]), tensor([1, 2])),
    () => ops.cosineSimilarity(zeros([2, 3]), zeros([2, 2])),
    () => ops.cosineSimilarity(zeros([2, 3]), zeros([2, 3]), { eps: 0 }),
    () => ops.cosineSimilarity(zeros([2, 3]), zeros([2, 3]), { dim: 0 } as never),
  ],
};

export const addcdiv: OpSamples = {
  domain: ["real", "real", "nonzero"],
  samples: [
    { inputs: [[2, 3], [2, 3], [3]], call: (x, a, b) => ops.addcdiv(x, a, b) },
    { inputs: [[1], [2, 1], [2]], call: (x, a, b) => ops.addcdiv(x, a, b, { value: -0.5 }) },
    { inputs: [[0, 2], [2], [2]], call: (x, a, b) => ops.addcdiv(x, a, b) },
  ], // prettier-ignore
  bad: [
    () => ops.addcdiv(zeros([2]), zeros([3]), zeros([2])),
    () => ops.addcdiv(1, 2, 3, { value: NaN }),
    () => ops.addcdiv(1, 2, 3, { alpha: 1 } as never),
  ],
};

export const baddbmm: OpSamples = {
  samples: [
    { inputs: [[2, 2, 4], [2, 2, 3], [2, 3, 4]], call: (x, a, b) => ops.baddbmm(x, a, b) },
    { inputs: [[4], [1, 2, 3], [1, 3, 4]], call: (x, a, b) => ops.baddbmm(x, a, b, { beta: 0.5, alpha: -2 }) },
    { inputs: [[], [0, 2, 3], [0, 3, 1]], call: (x, a, b) => ops.baddbmm(x, a, b) },
  ], // prettier-ignore
  bad: [
    () => ops.baddbmm(zeros([2]), zeros([2, 2, 3]), zeros([2, 2, 2])),
    () => ops.baddbmm(zeros([2]), zeros([2, 2, 3]), zeros([1, 3, 2])),
    () => ops.baddbmm(zeros([3]), zeros([2, 2, 3]), zeros([2, 3, 2])),
    () => ops.baddbmm(zeros([2]), zeros([2, 3]), zeros([3, 2])),
    () => ops.baddbmm(1, zeros([1, 1, 1]), zeros([1, 1, 1]), { alpha: NaN }),
  ],
};

export const kron: OpSamples = {
  samples: [
    { inputs: [[2, 3], [4, 2]], call: (a, b) => ops.kron(a, b) },
    { inputs: [[2], [3, 1, 2]], call: (a, b) => ops.kron(a, b) },
    { inputs: [[], [2]], call: (a, b) => ops.kron(a, b) },
    { inputs: [[0, 3], [1, 3]], call: (a, b) => ops.kron(a, b) },
  ], // prettier-ignore
  bad: [() => ops.kron("a" as never, 1), () => ops.kron([1], [[1], [2, 3]])],
};

export const cross: OpSamples = {
  samples: [
    { inputs: [[3], [3]], call: (a, b) => ops.cross(a, b) },
    { inputs: [[2, 3], [3]], call: (a, b) => ops.cross(a, b) },
    { inputs: [[2, 3, 1], [3, 4]], call: (a, b) => ops.cross(a, b, { axis: 1 }) },
    { inputs: [[0, 3], [1, 3]], call: (a, b) => ops.cross(a, b) },
  ], // prettier-ignore
  bad: [
    () => ops.cross([1, 2], [3, 4]),
    () => ops.cross([1], [1, 2, 3]),
    () => ops.cross(zeros([2, 3]), zeros([4, 3])),
    () => ops.cross(zeros([3]), zeros([3]), { axis: 1 }),
    () => ops.cross(1, 2),
  ],
};

export const tensordot: OpSamples = {
  samples: [
    { inputs: [[2, 3, 4], [3, 4, 2]], call: (a, b) => ops.tensordot(a, b) },
    { inputs: [[2, 3, 4], [4, 2, 3]], call: (a, b) => ops.tensordot(a, b, [[1, 0], [2, 1]]) },
    { inputs: [[2, 3], [3]], call: (a, b) => ops.tensordot(a, b, [-1, 0]) },
    { inputs: [[2], [1, 3]], call: (a, b) => ops.tensordot(a, b, 0) },
    { inputs: [[2, 0], [0, 3]], call: (a, b) => ops.tensordot(a, b, 1) },
  ], // prettier-ignore
  bad: [
    () => ops.tensordot(zeros([2, 3]), zeros([2, 3]), 1),
    () => ops.tensordot(zeros([2]), zeros([2])),
    () => ops.tensordot(zeros([2]), zeros([2]), 0.5),
    () => ops.tensordot(zeros([2]), zeros([2]), [1, 0]),
    () => ops.tensordot(zeros([2]), zeros([2]), [[0], []]),
    () => ops.tensordot(zeros([2, 2]), zeros([2, 2]), [[0, 0], [0, 1]]),
    () => ops.tensordot(zeros([2]), zeros([2]), "1" as never),
  ], // prettier-ignore
};

export const cdist: OpSamples = {
  domain: ["positive", "nonzero"],
  samples: [
    { inputs: [[3, 2], [4, 2]], call: (a, b) => ops.cdist(a, ops.sub(b, 5)) },
    { inputs: [[2, 3, 2], [1, 2]], call: (a, b) => ops.cdist(a, ops.sub(b, 5), { p: 1 }) },
    { inputs: [[3, 2], [2, 1, 2]], call: (a, b) => ops.cdist(a, ops.sub(b, 5), { p: 3 }) },
    { inputs: [[0, 2], [3, 2]], call: (a, b) => ops.cdist(a, b) },
  ], // prettier-ignore
  bad: [
    () => ops.cdist(zeros([2, 3]), zeros([2, 2])),
    () => ops.cdist(zeros([3]), zeros([2, 3])),
    () => ops.cdist(zeros([2, 2, 3]), zeros([3, 2, 3])),
    () => ops.cdist(zeros([2, 3]), zeros([2, 3]), { p: -1 }),
    () => ops.cdist(zeros([2, 3]), zeros([2, 3]), 1 as never),
  ],
};

export const normalize: OpSamples = {
  domain: "nonzero",
  samples: [
    { inputs: [[2, 3]], call: (x) => ops.normalize(x) },
    { inputs: [[2, 3, 2]], call: (x) => ops.normalize(x, { axis: 0, p: 3 }) },
    { inputs: [[3]], call: (x) => ops.normalize(x, { axis: -1, p: 1, eps: 20 }) },
    { inputs: [[1, 0]], call: (x) => ops.normalize(x) },
  ],
  bad: [
    () => ops.normalize([1, 2]),
    () => ops.normalize(zeros([2, 2]), { eps: -1 }),
    () => ops.normalize(zeros([2, 2]), { p: NaN }),
    () => ops.normalize(zeros([2, 2]), { dim: 1 } as never),
  ],
};
