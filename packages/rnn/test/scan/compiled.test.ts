import {
  Generator,
  type Tensor,
  backend,
  clamp,
  concat,
  defineOp,
  exp,
  grad,
  gradients,
  hvp,
  leakyRelu,
  matmul,
  noGrad,
  randn,
  relu,
  setBackend,
  sigmoid,
  slice,
  softmax,
  tanh,
  tape,
  tensor,
  zeros,
} from "@rewind/autograd";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { GRUCell, LSTM, LSTMCell, RNNCell, flattenState, unroll, type Cell } from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";
import { UserLSTM } from "../support/user-lstm.ts";

// float32 in kernel memory, where a kernel that writes a little too far or a value that lies in the wrong place shows.
const FLOAT32 = 2e-4;
const initial = backend();
afterEach(() => setBackend(initial));

const leaf = (seed: number, ...shape: number[]): Tensor =>
  randn(shape, { requiresGrad: true, generator: new Generator(seed) })
    .mul(0.5)
    .detach();
const weight = (seed: number, ...shape: number[]): Tensor => {
  const t = leaf(seed, ...shape);
  t.requiresGrad = true;
  return t;
};

/** Computes by itself, with no operation a program could repeat. */
const cube = defineOp({
  name: "cube",
  forward: (context, x) => {
    context.save(x);
    return tensor(x.data.map((value) => value ** 3), { shape: x.shape });
  },
  backward: (context, grad) => {
    const [x] = context.saved;
    return [tensor(grad.data.map((value, i) => 3 * value * x.data[i] ** 2), { shape: x.shape })];
  },
}); // prettier-ignore

/** Operations of every kind of place in memory: rows, columns, parts, sums, with a kernel and without. */
class MixedCell implements Cell<{ a: Tensor; b: Tensor }> {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly weights: Tensor[];

  constructor(inputSize: number, size: number) {
    this.inputSize = inputSize;
    this.outputSize = size + 1;
    this.weights = [weight(1, inputSize + size, size), weight(2, size), weight(3, size, size), weight(4, 1)];
  }

  initialState(batch: number): { a: Tensor; b: Tensor } {
    const size = this.outputSize - 1;
    return { a: zeros([batch, size]), b: zeros([batch, size]) };
  }

  step(x: Tensor, { a, b }: { a: Tensor; b: Tensor }): [Tensor, { a: Tensor; b: Tensor }] {
    const [w, row, u, scale] = this.weights;
    const mixed = matmul(concat([x, a], { axis: 1 }), w)
      .mul(row)
      .add(row);
    const share = softmax(matmul(mixed, u, { transposeB: true }));
    const total = exp(clamp(mixed, { max: 1 })).mean({ axis: 1, keepDims: true });
    const next = sigmoid(leakyRelu(share.mul(total).sub(b), { negativeSlope: 0.1 })).div(total.add(1));
    const part = relu(slice(mixed, [null, [0, 1]])).mul(scale);
    const last = cube(tanh(b.add(share).mul(row))).sub(x.sum({ axis: 1, keepDims: true }).mul(0.1));
    return [concat([last, part], { axis: 1 }), { a: next, b: last.add(a.mul(0.5)) }];
  }
}

const makers: Record<string, (inputSize: number, size: number) => { cell: Cell; weights: Tensor[] }> = {
  rnn: (i, h) => owned(new RNNCell(i, h, { generator: new Generator(1) })),
  "rnn, relu": (i, h) => owned(new RNNCell(i, h, { nonlinearity: "relu", generator: new Generator(2) })),
  gru: (i, h) => owned(new GRUCell(i, h, { generator: new Generator(3) })),
  "gru without bias": (i, h) => owned(new GRUCell(i, h, { bias: false, generator: new Generator(4) })),
  lstm: (i, h) => owned(new LSTMCell(i, h, { generator: new Generator(5) })),
  "lstm with projection": (i, h) =>
    owned(new LSTMCell(i, h + 1, { projSize: h, generator: new Generator(6) })),
  "an lstm of ordinary operations": (i, h) => {
    const cell = new UserLSTM(i, h, "float32");
    return { cell: cell as Cell, weights: [cell.wx, cell.wh, cell.b] };
  },
  "a cell of all kinds of operations": (i, h) => {
    const cell = new MixedCell(i, h);
    return { cell: cell as Cell, weights: cell.weights };
  },
};

function owned(cell: { parameters(): Tensor[] }): { cell: Cell; weights: Tensor[] } {
  return { cell: cell as unknown as Cell, weights: cell.parameters() };
}

const setting = fc.record({
  T: fc.integer({ min: 1, max: 9 }),
  B: fc.integer({ min: 1, max: 5 }),
  I: fc.integer({ min: 1, max: 10 }),
  H: fc.integer({ min: 1, max: 19 }),
  seed: fc.nat(1000),
  reverse: fc.boolean(),
  lengths: fc.boolean(),
});

describe("compiled steps in float32 equal unrolled ones, values and gradients", () => {
  for (const [name, make] of Object.entries(makers)) {
    it(`for ${name}`, () => {
      fc.assert(
        fc.property(setting, ({ T, B, I, H, seed, reverse, lengths }) => {
          const { cell, weights } = make(I, H);
          const generator = new Generator(seed);
          const xs = randn([T, B, I], { requiresGrad: true, generator });
          const given = Array.from({ length: B }, () => generator.integer(0, T + 1));
          const cotangents: Tensor[] = [];
          const run = (scan: "always" | "never"): Tensor[] => {
            const { outputs, state } = unroll(cell, xs, {
              scan,
              reverse,
              lengths: lengths ? given : undefined,
            });
            const results = [outputs, ...flattenState(state).map((leafOf) => leafOf.tensor)];
            results.forEach(({ shape }, i) => (cotangents[i] ??= randn(shape, { generator })));
            const loss = results.map((t, i) => t.mul(cotangents[i]).sum()).reduce((a, b) => a.add(b));
            return [...results, ...(loss.requiresGrad ? gradients(loss, [xs, ...weights]) : [])];
          };
          const unrolled = run("never");
          run("always").forEach((t, i) => assertClose(t, unrolled[i], FLOAT32, `result ${i}`));
        }),
        { numRuns: 60 },
      );
    });
  }
});

describe("what a forward pass leaves behind", () => {
  const lstm = new LSTM(3, 5, { generator: new Generator(1) });
  const weights = lstm.parameters();
  const lossOf = (seed: number): Tensor =>
    lstm
      .forward(randn([6, 2, 3], { generator: new Generator(seed) }), { scan: "always" })
      .outputs.square()
      .sum();
  const alone = [1, 2, 3].map((seed) => gradients(lossOf(seed), weights));

  it("is its own, whatever runs in between and in which order the backward passes come", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2]), (order) => {
        const losses = [1, 2, 3].map(lossOf);
        for (const i of order) {
          gradients(losses[i], weights).forEach((t, k) => expect(t.data).toEqual(alone[i][k].data));
        }
      }),
    );
  });

  it("lasts as long as the graph is kept", () => {
    const loss = lossOf(1);
    for (let i = 0; i < 3; i++) {
      gradients(loss, weights, { retainGraph: true }).forEach((t, k) =>
        expect(t.data).toEqual(alone[0][k].data),
      );
    }
  });
});

describe("code is kept", () => {
  const xs = randn([5, 2, 3], { generator: new Generator(9) });

  it("and computes with the weights of the day, in place or replaced", () => {
    const kept = new LSTM(3, 4, { generator: new Generator(1) });
    const outputsOf = (layer: LSTM): unknown => layer.forward(xs, { scan: "always" }).outputs.toArray();
    outputsOf(kept);
    kept.weight_hh_l0.mutate("test", (data) => data.fill(0.25));
    const { bias_ih_l0: bias } = new LSTM(3, 4, { generator: new Generator(2) });
    kept.bias_ih_l0 = bias;
    const fresh = new LSTM(3, 4, { generator: new Generator(3) });
    fresh.loadStateDict(kept.stateDict());
    expect(outputsOf(kept)).toEqual(outputsOf(fresh));
  });

  it("apart for frozen weights, for noGrad and for either backend", () => {
    const layer = new LSTM(3, 4, { generator: new Generator(1) });
    const expected = layer.forward(xs, { scan: "never" }).outputs;
    const values = (): Tensor => layer.forward(xs, { scan: "always" }).outputs;
    values().sum().backward();
    expect(noGrad(values).requiresGrad).toBe(false);
    setBackend("scalar");
    assertClose(values(), expected, FLOAT32);
    setBackend(initial);
    for (const parameter of layer.parameters()) parameter.requiresGrad = false;
    expect(values().requiresGrad).toBe(false);
    assertClose(values(), expected, FLOAT32);
  });
});

describe("a pass that is differentiated twice", () => {
  const replays = (net: LSTM, x: Tensor): boolean =>
    tape(net.forward(x).outputs).some(({ op }) => op === "scan");

  it("is followed by unrolled ones, until replaying is tried again", () => {
    const net = new LSTM(2, 3);
    const x = randn([6, 2, 2]);
    expect(replays(net, x)).toBe(true);
    gradients(net.forward(x).outputs.sum(), net.parameters(), { createGraph: true });
    expect(Array.from({ length: 10 }, () => replays(net, x))).toEqual([
      ...new Array<boolean>(8).fill(false),
      true,
      true,
    ]);
  });

  it("is unrolled inside nested transforms", () => {
    const net = new LSTM(2, 3);
    const seen: boolean[] = [];
    const f = (x: Tensor): Tensor => {
      seen.push(replays(net, x));
      return net.forward(x).outputs.square().sum();
    };
    hvp(f, randn([6, 2, 2]), randn([6, 2, 2]));
    grad(f)(randn([6, 2, 2]));
    expect(seen).toEqual([false, true]);
  });
});
