import { Generator, concat, gradcheck, gradients, ones, randn, zeros, type Tensor } from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  AdditiveAttention,
  DotAttention,
  type Attended,
  type Attention,
  type Module,
} from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";

type Layer = Module & Attention & { forward: AdditiveAttention["forward"] };
const near = { rtol: 1e-9, atol: 1e-12 };
const generator = (): Generator => new Generator(5);
const draw = (...shape: number[]): Tensor =>
  randn(shape, { dtype: "float64", generator: new Generator(10 + shape.length + shape[1]) });
const layers: [string, (size: number) => Layer][] = [
  ["additive", (size) => new AdditiveAttention(size, size, 3, { generator: generator() })],
  ["dot", (size) => new DotAttention(size)],
  ["general", (size) => new DotAttention(size, size, { score: "general", generator: generator() })],
  ["concat", (size) => new DotAttention(size, size, { score: "concat", generator: generator() })],
];
const size = fc.integer({ min: 1, max: 4 });

describe.each(layers)("%s attention", (_, make) => {
  const layerOf = (width: number): Layer => make(width).to("float64");

  test("weights add up to 1 and the context is their mean of the values", () => {
    fc.assert(
      fc.property(size, size, size, size, (B, L, S, E) => {
        const values = draw(B, S, 2);
        const { context, weights } = layerOf(E).forward(draw(B, L, E), draw(B, S, E), { values });
        assertClose(weights.sum({ axis: -1 }), ones([B, L], { dtype: "float64" }), near);
        assertClose(context, weights.matmul(values), near);
      }),
      { numRuns: 25 },
    );
  });

  test("one query alone finds what it finds among others", () => {
    const layer = layerOf(3);
    const [queries, keys] = [draw(2, 4, 3), draw(2, 5, 3)];
    const all = layer.forward(queries, keys);
    const attend = layer.over(keys);
    for (let l = 0; l < 4; l++) {
      const alone = attend(queries.select(1, l));
      assertClose(alone.context, all.context.select(1, l), near);
      assertClose(alone.weights, all.weights.select(1, l), near);
    }
  });

  test("hidden keys are as if absent, and get no gradient", () => {
    const layer = layerOf(3);
    const keys = draw(1, 4, 3);
    keys.requiresGrad = true;
    const query = draw(1, 3);
    const { context, weights } = layer.forward(query, keys, { mask: [[false, false, true, true]] });
    assertClose(context, layer.forward(query, keys.slice([null, [0, 2]])).context, near);
    expect(Array.from(weights.data).slice(2)).toEqual([0, 0]);
    context.square().sum().backward();
    const grads = Array.from((keys.grad as Tensor).data);
    expect(grads.slice(6)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(grads.slice(0, 6).every((g) => g !== 0)).toBe(true);
  });

  test("finds nothing where all keys are hidden, at no cost to the others", () => {
    const layer = layerOf(2);
    const [query, keys] = [draw(2, 3, 2), draw(2, 4, 2)];
    const gradOf = (samples: number, mask: boolean[][]): Tensor => {
      const [q, k] = [query, keys].map((t) => t.slice([[0, samples]]));
      q.requiresGrad = true;
      const { context, weights } = layer.forward(q, k, { mask });
      for (const t of [context, weights])
        expect(t.data.slice(t.size / samples).every((v) => v === 0)).toBe(true);
      const [g] = gradients(context.square().sum(), [q], { createGraph: true });
      return gradients(g.square().sum(), [q])[0].select(0, 0);
    };
    const seen = [false, false, true, false];
    assertClose(gradOf(2, [seen, [true, true, true, true]]), gradOf(1, [seen]), near);
  });

  test("gradients agree with finite differences, and reach every parameter", () => {
    const layer = layerOf(2);
    const call = (query: Tensor, keys: Tensor): Tensor[] => {
      const { context, weights }: Attended = layer.forward(query, keys);
      return [context, weights];
    };
    const result = gradcheck(call, [draw(2, 3, 2), draw(2, 4, 2)]);
    expect(result.ok, JSON.stringify(result.worst)).toBe(true);
    const { context } = layer.forward(draw(2, 3, 2), draw(2, 4, 2));
    if (layer.parameters().length > 0) context.square().sum().backward();
    for (const parameter of layer.parameters()) expect(parameter.grad?.shape).toEqual(parameter.shape);
  });

  test("refuses what does not fit", () => {
    const layer = layerOf(3);
    const zero = (shape: number[]): Tensor => zeros(shape, { dtype: "float64" });
    const keys = zero([2, 4, 3]);
    const fails = [
      () => layer.over(zero([2, 4, 5])),
      () => layer.over(zero([4, 3])),
      () => layer.over([[[1, 2, 3]]] as never),
      () => layer.over(keys, { values: zero([2, 5, 3]) }),
      () => layer.over(keys, { mask: zero([4, 2]) }),
      () => layer.over(keys, { masks: zero([2, 4]) } as never),
      () => layer.forward(zero([2, 2]), keys),
      () => layer.forward(zero([3, 3]), keys),
    ];
    for (const call of fails) expect(call).toThrow(/^(Additive|Dot)Attention: /);
  });
});

test("the scores are those of the papers", () => {
  const [q, k] = [draw(1, 2, 3), draw(1, 4, 2)];
  const additive = new AdditiveAttention(3, 2, 5).to("float64");
  const general = new DotAttention(3, 2, { score: "general" }).to("float64");
  const joined = new DotAttention(3, 2, { score: "concat", attentionSize: 5 }).to("float64");
  const scores: [Layer, (q: Tensor, k: Tensor) => Tensor][] = [
    [additive, (a, b) => additive.v.forward(additive.W_q.forward(a).add(additive.W_k.forward(b)).tanh())],
    [general, (a, b) => a.mul(general.W_a!.forward(b)).sum()],
    [joined, (a, b) => joined.v!.forward(joined.W_a!.forward(concat([a, b])).tanh())],
  ];
  for (const [layer, score] of scores) {
    const { weights } = layer.forward(q, k);
    for (let l = 0; l < 2; l++) {
      const exact = Array.from({ length: 4 }, (_, s) =>
        Math.exp(score(q.select(0, 0).select(0, l), k.select(0, 0).select(0, s)).item()),
      );
      const total = exact.reduce((a, b) => a + b);
      exact.forEach((e, s) => expect(weights.data[4 * l + s]).toBeCloseTo(e / total, 10));
    }
  }
});

test("refuses bad sizes and scores", () => {
  expect(() => new AdditiveAttention(2, 0, 1)).toThrow(/^AdditiveAttention: keySize/);
  expect(() => new DotAttention(2, 3)).toThrow(/^DotAttention: score "dot" needs one size/);
  expect(() => new DotAttention(2, 2, { score: "cosine" as never })).toThrow(/^DotAttention: score must be/);
  expect(() => new DotAttention(2, 2, { attentionSize: 3 })).toThrow(/^DotAttention: attentionSize/);
});
