import { Generator, gradients, hvp, randn, zerosLike, type Tensor } from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LSTMCell } from "../../src/index.ts";
import {
  LSTM,
  Recurrent,
  flattenState,
  gradientFlow,
  unroll,
  type Cell,
  type StateTree,
} from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";
import { builtIn } from "../support/built-in.ts";
import { FastWeightCell, NestedCell, TiedCell, TupleCell } from "../support/odd-cells.ts";
import { UserLSTM } from "../support/user-lstm.ts";

const EXACT = 1e-11;

interface Setting {
  T: number;
  B: number;
  seed: number;
  reverse: boolean;
  lengths: boolean;
  /** Whether the loss reads the states themselves, beside the outputs. */
  onStates: boolean;
}

const setting = fc.record<Setting>({
  T: fc.integer({ min: 1, max: 7 }),
  B: fc.integer({ min: 1, max: 3 }),
  seed: fc.nat(1000),
  reverse: fc.boolean(),
  lengths: fc.boolean(),
  onStates: fc.boolean(),
});

interface Laid {
  readonly loss: Tensor;
  readonly xs: Tensor;
  readonly outputs: Tensor;
  /** All tensors of all states, in the order of time. */
  readonly states: Tensor[];
}

function lay(cell: Cell<StateTree>, at: Setting, scan: "always" | "never"): Laid {
  const { T, B, seed, reverse, lengths, onStates } = at;
  const generator = new Generator(seed);
  const weighted = (tensor: Tensor): Tensor =>
    tensor.mul(randn(tensor.shape, { dtype: "float64", generator })).sum();
  const xs = randn([T, B, cell.inputSize], { dtype: "float64", requiresGrad: true, generator });
  const some = Array.from({ length: B }, () => generator.integer(0, T + 1));
  const result = unroll(cell, xs, { scan, reverse, keepStates: true, ...(lengths && { lengths: some }) });
  const states = result.states!.flatMap((state) => flattenState(state).map(({ tensor }) => tensor));
  const looked = onStates ? states.filter((_, i) => i % 3 !== 1) : [];
  const loss = [result.outputs, ...looked].map(weighted).reduce((a, b) => a.add(b));
  return { loss, xs, outputs: result.outputs, states };
}

/** Holds what `measure` finds on a replayed sequence to what it finds on the unrolled one. */
function assertSame(
  cell: Cell<StateTree>,
  at: Setting,
  measure: (laid: Laid, live: Tensor[]) => Tensor[],
): void {
  const unrolled = lay(cell, at, "never");
  const scanned = lay(cell, at, "always");
  fc.pre(unrolled.loss.requiresGrad);
  // Of a state that depends on nothing trained, such as the one before the first step, there is nothing to ask.
  const [before, live] = [scanned, unrolled].map(({ states }) => [
    ...new Set(states.filter((_, i) => unrolled.states[i].requiresGrad)),
  ]);
  const expected = measure(unrolled, live);
  const found = measure(scanned, before);
  expect(found.length).toBe(expected.length);
  found.forEach((tensor, i) => assertClose(tensor, expected[i], EXACT));
}

const cells: Record<string, () => Cell<StateTree>> = {
  ...(builtIn as Record<string, () => Cell<StateTree>>),
  "an LSTM of ordinary operations": () => new UserLSTM(3, 4) as Cell<StateTree>,
  "nested states": () => new NestedCell() as Cell<StateTree>,
  tuples: () => new TupleCell() as Cell<StateTree>,
  "one weight in several places": () => new TiedCell() as Cell<StateTree>,
  "weights in the state": () => new FastWeightCell() as Cell<StateTree>,
};

describe("the states of a replayed sequence are those of the unrolled one", () => {
  const assertAlways = (
    make: () => Cell<StateTree>,
    measure: (laid: Laid, live: Tensor[]) => Tensor[],
  ): void => {
    const cell = make();
    fc.assert(
      fc.property(setting, (at) => assertSame(cell, at, measure)),
      { numRuns: 25 },
    );
  };

  for (const [name, make] of Object.entries(cells)) {
    it(`in value, and so are the gradients that pass them: ${name}`, () => {
      assertAlways(make, ({ loss, xs, states }, live) => [
        ...states,
        ...gradients(loss, [xs, ...live], { retainGraph: true }),
      ]);
    });
  }

  it("keep their gradients, if asked to", () => {
    assertAlways(cells.lstm, ({ loss }, live) => {
      for (const state of live) state.retainGrad();
      loss.backward();
      return live.map((state) => state.grad ?? zerosLike(state));
    });
  });

  it("have hooks, which may change what goes on to earlier steps", () => {
    assertAlways(cells.gru, ({ loss, xs }, live) => {
      const seen: Tensor[] = [];
      for (const state of live)
        state.registerHook((grad) => {
          seen.push(grad);
          return grad.mul(0.5);
        });
      loss.backward();
      seen.sort((a, b) => a.sum().item() - b.sum().item());
      return [...seen, xs.grad!];
    });
  });

  it("stop gradients where they are cut", () => {
    assertAlways(cells.lstm, ({ loss, xs }, live) => {
      for (const state of live.slice(0, Math.floor(live.length / 2))) state.detach_();
      loss.backward();
      return [xs.grad ?? zerosLike(xs)];
    });
  });

  it("can be differentiated twice", () => {
    assertAlways(cells.rnn, ({ loss, xs }, live) => {
      const found = gradients(loss, live, { createGraph: true });
      const penalty = found.map((grad) => grad.square().sum()).reduce((a, b) => a.add(b), loss.mul(0));
      return [...found, ...gradients(penalty, [xs])];
    });
  });
});

describe("the states of a replayed layer", () => {
  const options = { dtype: "float64", requiresGrad: true } as const;

  it("are one record with its outputs, and gradientFlow reads them", () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.integer({ min: 1, max: 3 }),
        fc.nat(100),
        (bidirectional, numLayers, seed) => {
          const generator = new Generator(seed);
          const lstm = new LSTM(3, 4, { bidirectional, numLayers, generator }).to("float64");
          const xs = randn([6, 2, 3], { ...options, generator });
          const [scanned, unrolled] = (["always", "never"] as const).map((scan) => {
            const { outputs, states } = lstm.forward(xs, { keepStates: true, scan, lengths: [6, 4] });
            return gradientFlow(outputs.square().sum(), states!).norms;
          });
          expect(Object.keys(scanned)).toEqual(Object.keys(unrolled));
          for (const name of Object.keys(unrolled) as (keyof typeof unrolled)[])
            scanned[name].forEach((norm, t) => expect(norm).toBeCloseTo(unrolled[name][t], 10));
        },
      ),
      { numRuns: 20 },
    );
    const { outputs, states } = new LSTM(2, 3).forward(randn([5, 1, 2]), { keepStates: true });
    expect(outputs.node?.op.name).toBe("scan");
    expect(states![2].h[0].node).toBe(outputs.node);
  });

  it("serve a Hessian's product with a vector", () => {
    const lstm = new LSTM(2, 3, { generator: new Generator(1) }).to("float64");
    const xs = randn([5, 1, 2], { ...options, generator: new Generator(2) });
    const along = randn([5, 1, 2], { dtype: "float64", generator: new Generator(3) });
    const [scanned, unrolled] = (["always", "never"] as const).map((scan) =>
      hvp((x) => {
        const { states } = lstm.forward(x, { keepStates: true, scan });
        return states!.map(({ c }) => c[0].square().sum()).reduce((a, b) => a.add(b));
      }, xs, along),
    ); // prettier-ignore
    assertClose(scanned, unrolled, EXACT);
  });

  it("may be looked at before training, which then goes on from what the look worked out", () => {
    fc.assert(
      fc.property(setting, fc.boolean(), fc.boolean(), (at, another, wide) => {
        const dtype = wide ? "float64" : "float32";
        const cell = cells.lstm() as unknown as LSTMCell;
        const net = new Recurrent((wide ? cell : cell.to("float32")) as never);
        const xs = randn([at.T + 3, at.B, 3], {
          dtype,
          requiresGrad: true,
          generator: new Generator(at.seed),
        });
        const trained = (look: boolean): Tensor[] => {
          const { outputs, states } = net.forward(xs, { keepStates: true, scan: "always" });
          const loss = outputs.square().sum();
          const other = another ? outputs.sin().sum() : loss;
          if (look) gradientFlow(loss, states as StateTree[]);
          const asked = [xs, ...net.parameters()];
          return gradients(other, asked);
        };
        const [plain, after] = [trained(false), trained(true)];
        plain.forEach((grad, i) => expect(after[i].data).toEqual(grad.data));
      }),
      { numRuns: 20 },
    );
  });
});
