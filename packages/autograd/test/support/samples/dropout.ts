import { Generator, dropout as op, tensor } from "../../../src/index.ts";
import type { OpSamples } from "./sample.ts";

const seeded = (p?: number): NonNullable<Parameters<typeof op>[1]> => ({ p, generator: new Generator(3) });

export const dropout: OpSamples = {
  samples: [
    { inputs: [[4, 5]], call: (x) => op(x, seeded()) },
    { inputs: [[2, 3]], call: (x) => op(x, seeded(0.2)) },
    { inputs: [[1]], call: (x) => op(x, seeded(0.1)) },
    { inputs: [[]], call: (x) => op(x, seeded(0.1)) },
    { inputs: [[0, 2]], call: (x) => op(x, seeded()) },
  ],
  bad: [
    () => op(tensor([1]), { p: 1.5 }),
    () => op(tensor([1]), { p: NaN }),
    () => op(tensor([1]), { generator: {} as never }),
  ],
};
