import {
  Generator,
  detectAnomaly,
  dropout,
  equal,
  full,
  greater,
  isNaN,
  lessEqual,
  maskedFill,
  maximum,
  notEqual,
  randn,
  tanh,
  topk,
  where,
  zeros,
  type Tensor,
} from "@rewind/autograd";
import { describe, expect, it } from "vitest";
import { LSTM, RNNCell, StackedCell, unroll, type Cell } from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";

function cellOf(step: (x: Tensor, h: Tensor) => Tensor): Cell<Tensor> {
  return {
    inputSize: 2,
    outputSize: 2,
    initialState: (batch) => zeros([batch, 2]),
    step: (x, h) => {
      const next = step(x, h);
      return [next, next];
    },
  };
}

const xs = randn([6, 1, 2], { generator: new Generator(1), requiresGrad: true });
let count = 0;

const refused: [what: string, because: RegExp, step: (x: Tensor, h: Tensor) => Tensor][] = [
  ["item()", /reads the values/, (x, h) => (h.sum().item() > 0 ? x : x.neg())],
  ["toArray()", /reads the values/, (x, h) => h.add(x.toArray() as number[][])],
  ["toString()", /reads the values/, (x, h) => (String(x) === "" ? h : x)],
  ["data", /reads the values/, (x, h) => (x.data[0] > 0 ? x : h)],
  ["dropout", /draws random numbers/, (x, h) => dropout(x.add(h), { p: 0.5 })],
  ["noise", /draws random numbers/, (x, h) => h.add(randn(x.shape))],
  ["a counter", /constant/, (x, h) => h.add(x).mul(full([2], count++))],
  ["a counter that chooses", /performs/, (x, h) => (count++ % 2 === 0 ? tanh(x.add(h)) : x.sub(h))],
  ["a swallowed refusal", /reads the values/, (x, h) => {
    try {
      h.toArray();
    } catch {
      return x.add(h);
    }
    return x;
  }],
]; // prettier-ignore

describe("a step that cannot be replayed", () => {
  for (const [what, because, step] of refused) {
    it(`${what}: "always" says why`, () => {
      expect(() => unroll(cellOf(step), xs, { scan: "always" })).toThrow(because);
      expect(() => unroll(cellOf(step), xs, { scan: "always" })).toThrow(/^unroll: scan "always"/);
    });
  }

  it('"auto" unrolls, with the same random numbers', () => {
    const draws = (scan: "auto" | "never"): Tensor => {
      const generator = new Generator(5);
      const cell = cellOf((x, h) => dropout(x.add(h), { p: 0.5, generator }));
      return unroll(cell, xs, { scan }).outputs;
    };
    expect(draws("auto").toArray()).toEqual(draws("never").toArray());
  });

  it("reports its own error at its own step", () => {
    const cell = cellOf(() => {
      throw new RangeError("mine");
    });
    expect(() => unroll(cell, xs)).toThrow(RangeError);
  });
});

/** Counts its steps, weights them by their number, and remembers what it made. */
class ImpureCell implements Cell<Tensor> {
  readonly inputSize = 2;
  readonly outputSize = 2;
  count = 0;
  last: Tensor | null = null;
  readonly log: Tensor[] = [];
  readonly seen: Set<number> = new Set();

  initialState(batch: number): Tensor {
    return zeros([batch, 2]);
  }

  step(x: Tensor, h: Tensor): [Tensor, Tensor] {
    this.seen.add(this.count++);
    this.last = tanh(x.add(h));
    this.log.push(this.last);
    return [this.last, this.last];
  }
}

describe("a step that leaves something in its cell", () => {
  it("is taken as often as there are steps, as if nobody had recorded it", () => {
    for (const wrap of [(cell: Cell) => cell, (cell: Cell) => new StackedCell([cell, new RNNCell(2, 2)])]) {
      const cell = new ImpureCell();
      unroll(wrap(cell as Cell) as Cell, xs);
      expect([cell.count, cell.log.length, cell.seen.size]).toEqual([6, 6, 6]);
      expect(cell.log.every((tensor) => tensor.requiresGrad && Array.isArray(tensor.toArray()))).toBe(true);
      expect(cell.last).toBe(cell.log[5]);
    }
  });

  it('is refused under "always", which puts the cell back as it was', () => {
    const cell = new ImpureCell();
    expect(() => unroll(cell, xs, { scan: "always" })).toThrow(/changes what the cell holds \(count\)/);
    expect([cell.count, cell.last, cell.log.length, cell.seen.size]).toEqual([0, null, 0, 0]);
  });
});

describe("scan", () => {
  it("is refused under detectAnomaly", () => {
    const lstm = new LSTM(2, 3);
    expect(() => detectAnomaly(() => lstm.forward(xs, { scan: "always" }))).toThrow(/detectAnomaly/);
  });

  it("is one of three words", () => {
    expect(() =>
      unroll(
        cellOf((x) => x),
        xs,
        { scan: "sometimes" as "auto" },
      ),
    ).toThrow(/"auto", "always" or "never"/);
  });

  it("makes no difference to a layer", () => {
    const lstm = new LSTM(2, 3, { numLayers: 2, bidirectional: true });
    const outputs = (["always", "never"] as const).map(
      (scan) => lstm.forward(xs, { scan, lengths: [4] }).outputs,
    );
    assertClose(outputs[0], outputs[1], 1e-5);
  });
});

describe("a step that makes decisions element by element", () => {
  const drawn = (shape: number[], seed: number): Tensor => randn(shape, { generator: new Generator(seed) });
  const masked: [what: string, step: (x: Tensor, h: Tensor) => Tensor][] = [
    ["comparisons", (x, h) => greater(h, x).mul(x).add(lessEqual(h, 0.1).mul(h)).add(notEqual(x, h))],
    ["isNaN", (x, h) => where(isNaN(h.log()), x.sin(), h)],
    ["where", (x, h) => where(greater(x, h), x.tanh(), h.add(x))],
    ["maskedFill", (x, h) => maskedFill(h.add(x), greater(x, 0.5), 0.25)],
    [
      "a mask over columns",
      (x, h) => maskedFill(h.add(x), greater(x.sum({ axis: 1, keepDims: true }), 0), 2),
    ],
    ["maximum", (x, h) => maximum(x, h).mul(0.9)],
    ["a mask under maskedFill of a gradient", (x, h) => maskedFill(h.mul(x), equal(h, h.max()), 1)],
  ];

  it.each(masked)("%s: is replayed, with the values and gradients of unrolling", (_what, step) => {
    const results = (["always", "never"] as const).map((scan) => {
      const inputs = drawn([7, 3, 2], 4);
      inputs.requiresGrad = true;
      const state = drawn([3, 2], 5);
      state.requiresGrad = true;
      const { outputs } = unroll(cellOf(step), inputs, { scan, state });
      outputs.square().sum().backward();
      return [outputs, inputs.grad!, state.grad!];
    });
    results[0].forEach((found, i) => assertClose(found, results[1][i], 1e-6));
  });

  it("whose indices are data is refused by name and line", () => {
    const choose = cellOf((x, h) => topk(x, 2).values.add(h));
    const method = cellOf((x, h) => x.add(h).sort().values);
    const here = /refusals\.test\.ts:\d+:\d+/;
    for (const [cell, name] of [
      [choose, "topk"],
      [method, "sort"],
    ] as const) {
      // prettier-ignore
      const run = (): unknown => unroll(cell, xs, { scan: "always" });
      expect(run).toThrow(`reads the values of a tensor in ${name}, at `);
      expect(run).toThrow(here);
    }
  });
});
