import {
  GraphError,
  RewindError,
  manualSeed,
  randn,
  tape,
  tensor,
  zeros,
  type Tensor,
} from "@rewind/autograd";
import { GRU, GRUCell, LSTM, LSTMCell, RNN, RNNCell, gradientFlow, truncatedBPTT, unroll } from "@rewind/rnn";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unrolledGraph, type Picture } from "../../src/index.ts";
import { gradientNorm } from "../support/arbitraries.ts";
import { assertPicture, marks } from "../support/parse.ts";

const xs = (steps: number): Tensor => randn([steps, 2, 3]);

function counts(picture: Picture): Record<string, number> {
  const root = assertPicture(picture);
  const kinds = ["cell", "state-edge", "cut", "op"];
  return Object.fromEntries(kinds.map((kind) => [kind, marks(root, `.${kind}`).length]));
}

function chain(steps: number, from: Tensor = tensor(1)): Tensor {
  const w = tensor(0.5, { requiresGrad: true });
  let h = from;
  for (let t = 0; t < steps; t++) h = h.mul(w).tanh();
  return h;
}

function freed(): Tensor {
  const loss = chain(3);
  loss.backward();
  return loss;
}

describe("a column per step", () => {
  test.each([
    ["RNNCell", new RNNCell(3, 4)],
    ["LSTMCell", new LSTMCell(3, 4)],
    ["GRUCell", new GRUCell(3, 4)],
  ])("of an unrolled %s, with the operations of every step alike", (_, cell) => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), (steps) => {
        const loss = unroll(cell as GRUCell, xs(steps), { scan: "never" })
          .outputs.square()
          .mean();
        expect(counts(unrolledGraph(loss))).toEqual({ cell: steps, "state-edge": steps - 1, cut: 0, op: 0 });
        const titles = marks(assertPicture(unrolledGraph(loss)), ".cell title").map(
          (title) => title.textContent,
        );
        const operations = titles.map((title) => title!.replaceAll(/^.*?:|\[.*?\]/g, ""));
        expect(new Set(operations).size).toBe(1);
      }),
      { numRuns: 8 },
    );
  });

  test("of layers, a row each", () => {
    const loss = new LSTM(3, 4, { numLayers: 2 }).forward(xs(5), { scan: "never" }).outputs.mean();
    expect(counts(unrolledGraph(loss))).toMatchObject({ cell: 10, "state-edge": 8, cut: 0 });
    const both = new RNN(3, 4, { bidirectional: true }).forward(xs(5), { scan: "never" }).outputs.mean();
    expect(counts(unrolledGraph(both))).toMatchObject({ cell: 10, "state-edge": 8 });
  });

  test("of a loop by hand, and one column where nothing repeats", () => {
    expect(counts(unrolledGraph(chain(6)))).toMatchObject({ cell: 6, "state-edge": 5 });
    expect(counts(unrolledGraph(tensor(2, { requiresGrad: true }).exp()))).toMatchObject({ cell: 1 });
  });
});

test("a step opens into its operations, all of them into the tape", () => {
  const loss = unroll(new GRUCell(3, 4), xs(4), { scan: "never" }).outputs.mean();
  const computed = tape(loss).filter(({ op }) => op !== "leaf").length;
  expect(counts(unrolledGraph(loss, { expand: "all" })).op).toBe(computed);
  const each = [1, 2, 3, 4].map((step) => counts(unrolledGraph(loss, { expand: [step] })).op);
  expect(new Set(each).size).toBe(1);
  expect(counts(unrolledGraph(loss, { expand: [1, 3] })).op).toBe(2 * each[0]);
});

test("a replayed recurrence is one record, and the picture says how to see its steps", () => {
  const loss = new GRU(3, 4).forward(xs(20), { scan: "always" }).outputs.mean();
  expect(counts(unrolledGraph(loss))).toMatchObject({ cell: 1 });
  expect(unrolledGraph(loss).description).toContain('scan: "never"');
  expect(() => unrolledGraph(loss, { expand: [2] })).toThrow(/^unrolledGraph: .*scan: "never"/);
  expect(unrolledGraph(chain(2)).description).not.toContain("replayed");
});

describe("cuts", () => {
  test("where a state was detached between steps", () => {
    const w = tensor(0.5, { requiresGrad: true });
    let h = tensor(1);
    const losses: Tensor[] = [];
    for (let t = 0; t < 6; t++) {
      h = (t % 2 === 0 ? h.detach() : h).mul(w).tanh();
      losses.push(h);
    }
    const loss = losses.reduce((sum, each) => sum.add(each));
    expect(counts(unrolledGraph(loss))).toMatchObject({ cell: 6, "state-edge": 3, cut: 2 });
  });

  test("before a window that slid forward", () => {
    const cell = new GRUCell(3, 4);
    const run = truncatedBPTT({
      inputs: xs(12),
      state: cell.initialState(2),
      k1: 2,
      k2: 4,
      step: (x: Tensor, h: Tensor) => {
        const [y, next] = cell.step(x, h);
        return [y.square().mean(), next] as const;
      },
    });
    const cuts: number[] = [];
    for (const window of run) {
      const picture = unrolledGraph(window.loss, { start: window.start });
      const labels = marks(assertPicture(picture), ".cell text").map((text) => text.textContent);
      expect(labels).toContain(`t = ${window.t}`);
      cuts.push(counts(picture).cut);
      window.backward();
    }
    expect(cuts).toEqual([0, 0, 1, 1, 1, 1]);
  });
});

describe("line widths", () => {
  const widths = (norms: number[]): number[] =>
    marks(assertPicture(unrolledGraph(chain(norms.length), { norms })), ".state-edge").map((edge) =>
      Number(edge.getAttribute("stroke-width")),
    );

  test("grow with the gradient and stay visible", () => {
    fc.assert(
      fc.property(fc.array(gradientNorm, { minLength: 2, maxLength: 10 }), (norms) => {
        const found = widths(norms);
        expect(found).toHaveLength(norms.length - 1);
        found.forEach((width, i) => {
          expect(width).toBeGreaterThan(0);
          found.forEach((other, j) => {
            if (norms[i] > norms[j]) expect(width).toBeGreaterThanOrEqual(other);
          });
        });
      }),
      { numRuns: 40 },
    );
  });

  test("tell a vanishing gradient", () => {
    manualSeed(4);
    const { outputs, states } = unroll(new RNNCell(3, 4), xs(12), { keepStates: true, scan: "never" });
    const loss = outputs.select(0, 11).square().mean();
    const norms = gradientFlow(loss, states!).norms.state;
    const found = widths([...norms]);
    expect(found[10]).toBeGreaterThan(found[0]);
    assertPicture(unrolledGraph(loss, { norms }));
  });
});

test.each([
  ["no history", () => unrolledGraph(zeros([1]))],
  ["no tensor", () => unrolledGraph(3 as never)],
  ["freed", () => unrolledGraph(freed())],
])("needs a tape: %s", (_, call) => {
  expect(call).toThrow(GraphError);
});

test.each([
  ["too few norms", { norms: [1, 2] }],
  ["a norm that is not finite", { norms: [1, 2, Number.NaN] }],
  ["a series too many", { norms: [[1, 2, 3], [1, 2, 3]] }], // prettier-ignore
  ["a step that is not there", { expand: [4] }],
  ["steps before the first drawn", { start: 2, expand: [2] }],
  ["no list of steps", { expand: "some" as never }],
  ["an unknown option", { color: 1 } as never],
])("refuses %s", (_, options) => {
  expect(() => unrolledGraph(chain(3), options)).toThrow(/^unrolledGraph: /);
  expect(() => unrolledGraph(chain(3), options)).toThrow(RewindError);
});
