import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ArgumentError, Generator, GraphError, type Tensor, checkpoint, dropout, grad, gradcheck, gradgradcheck, gradients, hessian,
  jvp, manualSeed, matmul, noGrad, randn, tape, tensor, zeros,
} from "../../src/index.ts"; // prettier-ignore
import type { Node } from "../../src/tape/node.ts";
import { assertClose } from "../support/assert-close.ts";

const float64 = { dtype: "float64", requiresGrad: true } as const;
const exact = { rtol: 1e-12, atol: 1e-12 };

/** A recurrent step with parameters of its own, and `run` of several of them. */
function cell(size: number): { params: Tensor[]; step: (x: Tensor, h: Tensor) => Tensor } {
  const generator = new Generator(3);
  const [w, u] = [0, 1].map(() => randn([size, size], { ...float64, generator }));
  const b = randn([size], { ...float64, generator });
  return { params: [w, u, b], step: (x, h) => matmul(x, w).add(matmul(h, u)).add(b).tanh() };
}
type Wrap = typeof checkpoint;
const plain = ((fn: (...inputs: unknown[]) => unknown, ...inputs: unknown[]) => fn(...inputs)) as Wrap;

/** The gradients of `loss(wrap)` for all of `of`. */
const gradientsOf = (loss: (wrap: Wrap) => Tensor, wrap: Wrap, of: Tensor[], createGraph = false): Tensor[] =>
  gradients(loss(wrap), of, { createGraph });

/** How many elements the graph behind a tensor holds for its backward pass. */
function heldElements(output: Tensor): number {
  const nodes = new Set([output.node as Node]);
  const held = new Set<Tensor["data"]>();
  for (const node of nodes) {
    for (const tensor of [...node.saved, ...(node.inputs?.tensors ?? [])]) held.add(tensor.data);
    for (const parent of node.parents) if (parent !== null) nodes.add(parent);
  }
  return [...held].reduce((total, { length }) => total + length, 0);
}

describe("gradients are those of the function itself", () => {
  test("for inputs, for parameters it closes over, and for what lies before both", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 3 }), (steps, every) => {
        const { params, step } = cell(3);
        const xs = randn([steps, 2, 3], float64);
        const loss = (wrap: Wrap): Tensor => {
          let h = params[2].mul(zeros([2, 3], { dtype: "float64" })).add(0.1);
          for (let t = 0; t < steps; t += every) {
            const rows = xs.unstack().slice(t, t + every);
            h = wrap((start: Tensor) => rows.reduce((state, x) => step(x, state), start), h);
          }
          return h.square().sum();
        };
        const all = [xs, ...params];
        const wanted = gradientsOf(loss, plain, all);
        gradientsOf(loss, checkpoint, all).forEach((got, i) => assertClose(got, wanted[i], exact));
        loss(checkpoint).backward();
        all.forEach((leaf, i) => assertClose(leaf.grad as Tensor, wanted[i], exact));
      }),
      { numRuns: 30 },
    );
  });

  test("where one thing it depends on lies behind another", () => {
    const w = tensor([0.5, -1], float64);
    const hidden = w.mul(3);
    const loss = (wrap: Wrap): Tensor => wrap((a: Tensor) => a.mul(w).mul(hidden).sin(), w.exp()).sum();
    const [wanted] = gradientsOf(loss, plain, [w], true);
    assertClose(gradientsOf(loss, checkpoint, [w], true)[0], wanted, exact);
    loss(checkpoint).backward();
    assertClose(w.grad as Tensor, wanted, exact);
  });

  test("for trees of outputs, outputs not used, and inputs passed through", () => {
    const x = tensor([1, 2], float64);
    const loss = (wrap: Wrap): Tensor => {
      const { h, layers } = wrap((a: Tensor) => ({ h: a, layers: [a.exp(), { c: a.square() }] as const }), x);
      return h.mul(layers[1].c).sum();
    };
    const [got] = gradientsOf(loss, checkpoint, [x]);
    assertClose(got, gradientsOf(loss, plain, [x])[0], exact);
  });

  test("at order 2 and in forward mode", () => {
    const { params, step } = cell(2);
    const [w] = params;
    const f = (x: Tensor): Tensor => checkpoint((a: Tensor) => step(step(a, a), a).mul(w), x);
    const x = randn([2, 2], { dtype: "float64" });
    expect(gradcheck(f, [x])).toMatchObject({ ok: true });
    expect(gradgradcheck(f, [x])).toMatchObject({ ok: true });
    const g = (a: Tensor): Tensor => step(step(a, a), a).mul(w);
    assertClose(jvp(f, [x], [x]).tangent, jvp(g, [x], [x]).tangent, exact);
    const point = tensor([0.3, -0.4], { dtype: "float64" });
    const cubic = (a: Tensor): Tensor => a.square().mul(a).sum();
    const checked = (a: Tensor): Tensor => checkpoint(cubic, a);
    assertClose(hessian(checked)(point), hessian(cubic)(point), exact);
  });

  test("at order 2 for parameters it closes over", () => {
    const w = tensor([0.5, -0.7], float64);
    const x = tensor([1, 2], float64);
    const penalty = (wrap: Wrap): Tensor => {
      const loss = wrap((a: Tensor) => a.mul(w).tanh().mul(w), x).sum();
      const [dx, dw] = gradients(loss, [x, w], { createGraph: true });
      return dx.square().add(dw.square()).sum();
    };
    const wanted = gradientsOf(penalty, plain, [x, w]);
    gradientsOf(penalty, checkpoint, [x, w]).forEach((got, i) => assertClose(got, wanted[i], exact));
  });

  test("in nested checkpoints, and with gradients taken inside", () => {
    const w = tensor([0.5, -0.7], float64);
    const x = tensor([1, 2], float64);
    const loss = (wrap: Wrap): Tensor => {
      const inner = (a: Tensor): Tensor => wrap((b: Tensor) => b.mul(w).tanh(), a.mul(w));
      return wrap(
        (a: Tensor) => inner(inner(a)).add(grad((b: Tensor) => b.exp().sum())(a) as Tensor),
        x,
      ).sum();
    };
    for (const createGraph of [false, true]) {
      const wanted = gradientsOf(loss, plain, [x, w], createGraph);
      gradientsOf(loss, checkpoint, [x, w], createGraph).forEach((got, i) =>
        assertClose(got, wanted[i], exact),
      );
    }
  });
});

test("random numbers are the same both times, from the default generator and from others", () => {
  const x = tensor(new Float64Array(64).fill(1), float64);
  const generator = new Generator(5);
  manualSeed(4);
  const y = checkpoint((a: Tensor) => dropout(dropout(a), { generator, p: 0.3 }).mul(a), x);
  const [after, own] = [randn([3]), generator.state()];
  y.sum().backward();
  expect(generator.state()).toEqual(own);
  expect(x.grad?.toArray()).toEqual(y.mul(2).toArray());
  expect(y.toArray()).toContain(0);
  // The backward pass has left no trace on the default generator either.
  const next = randn([3]);
  manualSeed(4);
  dropout(zeros([64]));
  expect(randn([3]).toArray()).toEqual(after.toArray());
  expect(randn([3]).toArray()).toEqual(next.toArray());
});

describe("what is written in place", () => {
  /** Adds to a running sum and returns what depends on it. */
  const counting = (total: Tensor) => (a: Tensor) => {
    total.mutate("a test", (data) => (data[0] += a.data[0]));
    return a.mul(total.clone()).sin();
  };

  test("is written once, however often the function runs again", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        fc.boolean(),
        (calls, nested, createGraph) => {
          const run = (wrap: Wrap): { total: Tensor; grad: Tensor } => {
            const total = tensor([0], { dtype: "float64" });
            const x = tensor([0.7], float64);
            let y: Tensor = x;
            for (let i = 0; i < calls; i++)
              y = nested
                ? wrap((a: Tensor) => wrap(counting(total), wrap(counting(total), a)), y)
                : wrap(counting(total), y);
            const [grad] = gradients(y.sum(), [x], { createGraph });
            return { total, grad };
          };
          const [wanted, got] = [run(plain), run(checkpoint)];
          expect(got.total.toArray()).toEqual(wanted.total.toArray());
          assertClose(got.grad, wanted.grad, exact);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("is what it was to others, whose saved copies stay valid; a later write is kept", () => {
    const total = tensor([1, 1], { dtype: "float64" });
    const x = tensor([0.5, 2], float64);
    const y = checkpoint((a: Tensor) => {
      total.mutate("a test", (data) => data.fill(3));
      return a.square();
    }, x);
    const z = y.mul(total);
    z.sum().backward();
    expect(x.grad?.toArray()).toEqual([3, 12]);
    const again = checkpoint((a: Tensor) => {
      total.mutate("a test", (data) => data.fill(5));
      return a.square();
    }, x);
    total.mutate("somebody", (data) => data.fill(7));
    again.sum().backward();
    expect(total.toArray()).toEqual([7, 7]);
  });
});

describe("memory", () => {
  const steps = 24;
  const run = (wrap: Wrap, every: number): Tensor => {
    const { step } = cell(4);
    const xs = randn([steps, 3, 4], { dtype: "float64" }).unstack();
    let h: Tensor = zeros([3, 4], { dtype: "float64" });
    for (let t = 0; t < steps; t += every) {
      const rows = xs.slice(t, t + every);
      h = wrap((start: Tensor) => rows.reduce((state, x) => step(x, state), start), h);
    }
    return h.sum();
  };

  test("the tape has one record for each run, and holds the states between them alone", () => {
    const parameters = 2 * 16 + 4;
    const checked = run(checkpoint, 6);
    expect(tape(checked).map(({ op }) => op).filter((name) => name === "checkpoint")).toHaveLength(4); // prettier-ignore
    expect(heldElements(checked)).toBe(parameters + 4 * 12);
    // Every state, and of every step the input.
    expect(heldElements(run(plain, 6))).toBeGreaterThan(parameters + steps * 12 * 2 - 13);
  });

  test("after the backward pass a checkpoint holds nothing", () => {
    const loss = run(checkpoint, 6);
    const node = loss.node as Node;
    const [checked] = node.parents;
    loss.backward();
    expect(heldElements(loss)).toBe(0);
    expect(checked?.options).toEqual({ plan: null });
  });
});

describe("refusals", () => {
  test("what is not a function, and what does not return tensors", () => {
    expect(() => checkpoint(1 as never)).toThrow(ArgumentError);
    const x = tensor([1], { requiresGrad: true });
    expect(() => checkpoint((() => 1) as never, x)).toThrow(/^checkpoint: the function must return a tensor/);
    expect(() => checkpoint((async () => x) as never, x)).toThrow(/Promise/);
    expect(() => checkpoint((a: Tensor) => [a, a.to("float64")], x)).toThrow(/one dtype/);
  });

  test("a function that returns something else the second time", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    let calls = 0;
    const y = checkpoint((a: Tensor) => (calls++ === 0 ? a.exp() : a.sum()), x);
    expect(() => y.sum().backward()).toThrow(/first returned \[2\], but \[\] when run again/);
  });

  test("a write in place, between the two runs, to what it reads", () => {
    for (const requiresGrad of [true, false]) {
      const x = tensor([1, 2], { requiresGrad });
      const w = tensor([1, 2], { requiresGrad: true });
      const y = checkpoint((a: Tensor) => a.mul(w), x);
      x.mutate("a test", (data) => data.fill(0));
      expect(() => y.sum().backward()).toThrow(GraphError);
    }
  });

  test("nothing is recorded under noGrad or where nothing wants a gradient", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    expect(noGrad(() => checkpoint((a: Tensor) => a.exp(), x)).requiresGrad).toBe(false);
    expect(checkpoint((a: Tensor) => a.exp(), tensor([1])).requiresGrad).toBe(false);
    expect(x.isLeaf).toBe(true);
  });
});
