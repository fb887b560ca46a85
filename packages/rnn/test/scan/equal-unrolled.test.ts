import {
  Generator,
  gradients,
  gradgradcheck,
  matmul,
  noGrad,
  randn,
  tanh,
  zeros,
  type Tensor,
} from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  flattenState,
  mapState,
  unroll,
  type Cell,
  type StateTree,
  type UnrollOptions,
} from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";
import { UserLSTM } from "../support/user-lstm.ts";
import { builtIn } from "../support/built-in.ts";
import { FastWeightCell, NestedCell, TiedCell, TupleCell } from "../support/odd-cells.ts";

const EXACT = 1e-11;

interface Setting {
  T: number;
  B: number;
  seed: number;
  reverse: boolean;
  lengths: boolean;
  givenState: boolean;
}

const setting = fc.record<Setting>({
  T: fc.integer({ min: 1, max: 7 }),
  B: fc.integer({ min: 1, max: 3 }),
  seed: fc.nat(1000),
  reverse: fc.boolean(),
  lengths: fc.boolean(),
  givenState: fc.boolean(),
});

/** Loss over everything that comes out, and its gradients over everything that goes in. */
function run<S extends StateTree>(
  cell: Cell<S>,
  weights: readonly Tensor[],
  { T, B, seed, reverse, lengths, givenState }: Setting,
  scan: "always" | "never",
): Tensor[] {
  const generator = new Generator(seed);
  const options = { dtype: "float64", requiresGrad: true, generator } as const;
  const xs = randn([T, B, cell.inputSize], options);
  const state = mapState(cell.initialState(B), ({ shape }) => randn(shape, options));
  const settings: UnrollOptions<S> = { scan, reverse };
  if (lengths) settings.lengths = Array.from({ length: B }, () => generator.integer(0, T + 1));
  if (givenState) settings.state = state;
  const result = unroll(cell, xs, settings);
  const results = [result.outputs, ...flattenState(result.state).map(({ tensor }) => tensor)];
  const loss = results
    .map((tensor) => tensor.mul(randn(tensor.shape, { dtype: "float64", generator })).sum())
    .reduce((a, b) => a.add(b));
  const inputs = [xs, ...weights, ...(givenState ? flattenState(state).map(({ tensor }) => tensor) : [])];
  return [...results, ...(loss.requiresGrad ? gradients(loss, inputs) : [])];
}

function assertEqualUnrolled<S extends StateTree>(
  cell: Cell<S>,
  weights: readonly Tensor[],
  at: Setting,
): void {
  const scanned = run(cell, weights, at, "always");
  const unrolled = run(cell, weights, at, "never");
  expect(scanned.length).toBe(unrolled.length);
  scanned.forEach((tensor, i) => assertClose(tensor, unrolled[i], EXACT));
}

describe("a replayed sequence equals the unrolled one, values and gradients", () => {
  for (const [kind, make] of Object.entries(builtIn)) {
    it(`for ${kind}`, () => {
      const cell = make();
      fc.assert(
        fc.property(setting, (at) => assertEqualUnrolled(cell as Cell, cell.parameters(), at)),
        { numRuns: 30 },
      );
    });
  }

  it("an LSTM of ordinary operations", () => {
    const cell = new UserLSTM(3, 4);
    fc.assert(
      fc.property(setting, (at) => assertEqualUnrolled(cell, [cell.wx, cell.wh, cell.b], at)),
      { numRuns: 40 },
    );
  });

  it("nested states, tuples, one weight in several places, parts under noGrad", () => {
    for (const cell of [new NestedCell(), new TupleCell(), new TiedCell(), new FastWeightCell()]) {
      fc.assert(
        fc.property(setting, (at) => assertEqualUnrolled(cell as Cell, cell.weights, at)),
        { numRuns: 30 },
      );
    }
  });
});

describe("a replayed sequence", () => {
  const options = { dtype: "float64", requiresGrad: true } as const;

  it("differentiates twice", () => {
    const cell = new UserLSTM(2, 2);
    const xs = randn([4, 2, 2], { ...options, generator: new Generator(1) });
    const check = (x: Tensor, wh: Tensor): Tensor => {
      const held = Object.assign(Object.create(cell) as UserLSTM, { wh });
      return unroll(held, x, { scan: "always", lengths: [4, 2] })
        .outputs.square()
        .sum();
    };
    const result = gradgradcheck(check, [xs, cell.wh]);
    expect(result.ok, JSON.stringify(result)).toBe(true);
  });

  it("is one record, and lets go of it after backward", () => {
    const cell = new UserLSTM(2, 3);
    const xs = randn([50, 1, 2], options);
    const { outputs } = unroll(cell, xs, { scan: "always" });
    expect(outputs.node?.op.name).toBe("scan");
    outputs.sum().backward();
    expect(() => outputs.sum().backward()).toThrow(/freed|backward/);
  });

  it("takes a hundred thousand steps", () => {
    const cell = builtIn.rnn();
    const xs = randn([100_000, 1, 3], { ...options, generator: new Generator(2) });
    unroll<Tensor>(cell, xs, { scan: "always" }).outputs.sum().backward();
    expect(xs.grad?.data.every(Number.isFinite)).toBe(true);
  });

  it("refuses a backward after its weights were written, unless told to accept them", () => {
    const cell = new UserLSTM(2, 3);
    const xs = randn([5, 1, 2], options);
    const loss = unroll(cell, xs, { scan: "always" }).outputs.sum();
    cell.wh.mutate("test", (data) => data.fill(0));
    expect(() => gradients(loss, [cell.wx], { retainGraph: true })).toThrow(/scan/);
    gradients(loss, [cell.wx], { updatedLeaves: true });
  });

  it("carries no gradient past a detached state", () => {
    const weight = randn([2, 2], options);
    const cell: Cell<Tensor> = {
      inputSize: 2,
      outputSize: 2,
      initialState: (batch) => zeros([batch, 2], { dtype: "float64" }),
      step: (x, h) => {
        const next = tanh(matmul(h, weight).add(x));
        return [next, next];
      },
    };
    const xs = randn([5, 1, 2], options);
    const first = unroll(cell, xs, { scan: "always" });
    const second = unroll(cell, randn([5, 1, 2], options), { state: first.state.detach(), scan: "always" });
    const [grad] = gradients(second.outputs.sum(), [xs]);
    expect(grad.data.every((value) => value === 0)).toBe(true);
  });

  it("runs under noGrad without a record", () => {
    const cell = new UserLSTM(2, 3);
    const { outputs, state } = noGrad(() => unroll(cell, randn([6, 2, 2], options), { scan: "always" }));
    expect([outputs.requiresGrad, state.h.requiresGrad]).toEqual([false, false]);
  });
});
