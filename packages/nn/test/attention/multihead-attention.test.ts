import {
  Generator,
  concat,
  gradcheck,
  gradients,
  indexSelect,
  linear,
  ones,
  randn,
  randperm,
  scaledDotProductAttention,
  triu,
  where,
  zeros,
  type Tensor,
} from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MultiheadAttention, type MultiheadAttentionOptions } from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";

const near = { rtol: 1e-9, atol: 1e-12 };
const draw = (...shape: number[]): Tensor =>
  randn(shape, { dtype: "float64", generator: new Generator(shape.join().length + shape[0]) });
const make = (embedDim: number, heads: number, options: MultiheadAttentionOptions = {}): MultiheadAttention =>
  new MultiheadAttention(embedDim, heads, { generator: new Generator(5), ...options }).to("float64");
const size = fc.integer({ min: 1, max: 4 });
const problems = fc.record({ L: size, S: size, N: size, heads: size, share: size, seed: fc.nat() });

describe("MultiheadAttention", () => {
  test("with one head is scaled dot-product attention between projections", () => {
    const layer = make(4, 1, { batchFirst: true });
    const [q, k, v] = [draw(2, 3, 4), draw(2, 5, 4), draw(2, 5, 4).mul(0.5)];
    const [wq, wk, wv] = (layer.in_proj_weight as Tensor).chunk(3);
    const inner = scaledDotProductAttention(linear(q, wq), linear(k, wk), linear(v, wv));
    assertClose(layer.forward(q, k, v).outputs, layer.out_proj.forward(inner), near);
  });

  test("weights add up to 1, per head and averaged, in any layout", () => {
    fc.assert(
      fc.property(problems, ({ L, S, N, heads, share }) => {
        const E = heads * share;
        const layer = make(E, heads);
        const { outputs, weights } = layer.forward(draw(L, N, E), draw(S, N, E));
        expect(outputs.shape).toEqual([L, N, E]);
        assertClose(weights.sum({ axis: -1 }), ones([N, L], { dtype: "float64" }), near);
        const own = layer.forward(draw(L, N, E), draw(S, N, E), undefined, { averageWeights: false }).weights;
        expect(own.shape).toEqual([N, heads, L, S]);
        assertClose(own.mean({ axis: 1 }), weights, near);
      }),
      { numRuns: 25 },
    );
  });

  test("is the same batch first, and for each sequence alone", () => {
    const first = make(4, 2, { batchFirst: true });
    const second = make(4, 2);
    const [q, k] = [draw(2, 3, 4), draw(2, 5, 4)];
    const { outputs, weights } = first.forward(q, k);
    assertClose(second.forward(q.transpose(0, 1), k.transpose(0, 1)).outputs.transpose(0, 1), outputs, near);
    for (const layer of [first, second]) {
      const alone = layer.forward(q.select(0, 1), k.select(0, 1));
      assertClose(alone.outputs, outputs.select(0, 1), near);
      assertClose(alone.weights, weights.select(0, 1), near);
    }
  });

  test("moves with its queries and does not see the order of keys", () => {
    fc.assert(
      fc.property(problems, ({ L, S, heads, seed }) => {
        const layer = make(heads * 2, heads);
        const [q, k] = [draw(L, 2, heads * 2), draw(S, 2, heads * 2)];
        const generator = new Generator(seed);
        const rows = randperm(L, { generator });
        const shuffled = layer.forward(
          indexSelect(q, rows),
          indexSelect(k, randperm(S, { generator })),
        ).outputs;
        assertClose(shuffled, indexSelect(layer.forward(q, k).outputs, rows), near);
      }),
      { numRuns: 25 },
    );
  });

  test("padding is as if absent, and gets no gradient", () => {
    const layer = make(4, 2, { batchFirst: true });
    const q = draw(1, 2, 4);
    const k = draw(1, 5, 4);
    k.requiresGrad = true;
    const { outputs } = layer.forward(q, k, k, { keyPaddingMask: [[false, false, false, true, true]] });
    assertClose(outputs, layer.forward(q, k.slice([null, [0, 3]])).outputs, near);
    outputs.square().sum().backward();
    const grads = Array.from((k.grad as Tensor).data);
    expect(grads.slice(12)).toEqual(new Array(8).fill(0));
    expect(grads.slice(0, 12).every((g) => g !== 0)).toBe(true);
  });

  test("a sample that is padding only leaves no trace in the shared projections", () => {
    const x = draw(2, 3, 4);
    const layer = make(4, 2, { batchFirst: true });
    const gradsOf = (samples: number, keyPaddingMask: boolean[][]): Tensor[] => {
      const q = x.slice([[0, samples]]);
      const { outputs } = layer.forward(q, q, q, { keyPaddingMask, isCausal: true });
      const ps = layer.parameters().filter((p) => p !== layer.out_proj.bias);
      const first = gradients(outputs.square().sum(), ps, { createGraph: true });
      return [
        ...first,
        ...gradients(
          first.reduce((a, g) => a.add(g.square().sum()), zeros([], { dtype: outputs.dtype })),
          ps,
        ),
      ];
    };
    const own = [true, false, false];
    gradsOf(2, [own, [true, true, true]]).forEach((grad, i) => assertClose(grad, gradsOf(1, [own])[i], near));
  });

  test("a causal order, a mask, a mask per head and a bias of -Infinity are one thing", () => {
    const layer = make(4, 2, { batchFirst: true });
    const x = draw(3, 4, 4);
    const mask = triu(ones([4, 4]), { diagonal: 1 });
    const causal = layer.forward(x, x, x, { isCausal: true }).outputs;
    for (const options of [
      { attnMask: mask },
      { attnMask: mask.expand([6, 4, 4]) },
      { attnMask: mask.reshape([1, 1, 4, 4]) },
      { attnMask: Array.from({ length: 4 }, (_, l) => Array.from({ length: 4 }, (_, s) => s > l)) },
      { attnBias: where(mask, -Infinity, 0).to("float64") },
    ]) assertClose(layer.forward(x, x, x, options).outputs, causal, near); // prettier-ignore
  });

  test("both masks hide", () => {
    const layer = make(2, 1, { batchFirst: true });
    const x = draw(1, 3, 2);
    const { weights } = layer.forward(x, x, x, {
      attnMask: [[0, 1, 0], [0, 1, 0], [0, 1, 0]],
      keyPaddingMask: [[false, false, true]],
    }); // prettier-ignore
    expect(Array.from(weights.data)).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 0]);
  });

  test("has PyTorch's parameters and initial values", () => {
    const names = (options?: MultiheadAttentionOptions): string[] =>
      make(32, 4, options).namedParameters().map(([name]) => name).sort(); // prettier-ignore
    expect(names()).toEqual(["in_proj_bias", "in_proj_weight", "out_proj.bias", "out_proj.weight"]);
    expect(names({ kdim: 3, bias: false })).toEqual(["k_proj_weight", "out_proj.weight", "q_proj_weight", "v_proj_weight"]); // prettier-ignore
    const layer = make(32, 4, { vdim: 5 });
    expect([layer.k_proj_weight?.shape, layer.v_proj_weight?.shape]).toEqual([[32, 32], [32, 5]]); // prettier-ignore
    const { in_proj_weight: weight, in_proj_bias: bias, out_proj: out } = make(32, 4);
    const largest = Math.max(...(weight as Tensor).data);
    expect(largest).toBeLessThanOrEqual(Math.sqrt(6 / 128));
    expect(largest).toBeGreaterThan(0.95 * Math.sqrt(6 / 128));
    expect([...(bias as Tensor).data, ...(out.bias as Tensor).data].every((b) => b === 0)).toBe(true);
  });

  test("gradients agree with finite differences, sizes differing", () => {
    const layer = make(4, 2, { kdim: 3, vdim: 2 });
    const call = (q: Tensor, k: Tensor, v: Tensor, bias: Tensor): Tensor[] =>
      Object.values(layer.forward(q, k, v, { attnBias: bias, isCausal: true })) as Tensor[];
    const result = gradcheck(call, [draw(3, 2, 4), draw(4, 2, 3), draw(4, 2, 2), draw(4, 3, 4)]);
    expect(result.ok, JSON.stringify(result.worst)).toBe(true);
  });

  test("drops weights in training only", () => {
    const layer = make(4, 2, { dropout: 0.5 });
    const x = draw(6, 2, 4);
    expect(layer.forward(x).outputs.data).not.toEqual(layer.forward(x).outputs.data);
    layer.eval();
    expect(layer.forward(x).outputs.data).toEqual(layer.forward(x).outputs.data);
  });

  test("refuses what does not fit", () => {
    expect(() => new MultiheadAttention(5, 2)).toThrow(/^MultiheadAttention: numHeads 2 does not divide/);
    expect(() => new MultiheadAttention(0, 1)).toThrow(/^MultiheadAttention: embedDim/);
    expect(() => new MultiheadAttention(4, 2, { heads: 1 } as never)).toThrow(/unknown option "heads"/);
    const layer = new MultiheadAttention(4, 2);
    const x = zeros([3, 2, 4]);
    const fails: [() => unknown, RegExp][] = [
      [() => layer.forward(zeros([3, 2, 5])), /query \[3, 2, 5\]/],
      [() => layer.forward(x, zeros([3, 4])), /key \[3, 4\]/],
      [() => layer.forward(x, zeros([3, 1, 4])), /one batch size/],
      [() => layer.forward(x, x, zeros([4, 2, 4])), /one length/],
      [() => layer.forward(x, x, x, { attnMask: zeros([3, 4]) }), /attnMask \[3, 4\]/],
      [() => layer.forward(x, x, x, { attnBias: zeros([2, 3, 3]) }), /attnBias \[2, 3, 3\]/],
      [() => layer.forward(x, x, x, { keyPaddingMask: zeros([3, 2]) }), /keyPaddingMask \[3, 2\]/],
      [() => layer.forward(x, x, x, { needWeights: false } as never), /unknown option/],
    ];
    for (const [call, message] of fails) {
      expect(call).toThrow(/^MultiheadAttention/);
      expect(call).toThrow(message);
    }
  });

  test("added keys are seen by every query, whatever is hidden, and come last", () => {
    fc.assert(
      fc.property(problems, fc.boolean(), fc.boolean(), ({ L, S, N }, addBiasKv, addZeroAttn) => {
        const layer = make(4, 1, { batchFirst: true, addBiasKv, addZeroAttn });
        const [q, k] = [draw(N, L, 4), draw(N, S, 4)];
        const [wq, wk, wv] = (layer.in_proj_weight as Tensor).chunk(3);
        const extended = (own: Tensor, learned: Tensor | null): Tensor =>
          concat(
            [
              own,
              ...(learned === null ? [] : [learned.expand([N, 1, 4])]),
              ...(addZeroAttn ? [zeros([N, 1, 4], { dtype: "float64" })] : []),
            ],
            { axis: 1 },
          );
        const keys = extended(linear(k, wk), layer.bias_k);
        const values = extended(linear(k, wv), layer.bias_v);
        const hidden = Array.from({ length: N }, () => Array.from({ length: S }, (_, s) => Number(s > 0)));
        const extras = keys.shape[1] - S;
        const mask = hidden.map((row) => [[...row, ...new Array<number>(extras).fill(0)]]);
        const inner = scaledDotProductAttention(linear(q, wq), keys, values, { mask });
        const { outputs, weights } = layer.forward(q, k, k, { keyPaddingMask: hidden });
        expect(weights.shape).toEqual([N, L, S + extras]);
        assertClose(outputs, layer.out_proj.forward(inner), near);
      }),
      { numRuns: 25 },
    );
    const all = [[true, true]]; // prettier-ignore
    const blind = make(4, 2, { addZeroAttn: true, batchFirst: true });
    const { outputs } = blind.forward(draw(1, 2, 4), undefined, undefined, { keyPaddingMask: all });
    expect(outputs.data.every(Number.isFinite)).toBe(true);
    expect(Object.keys(make(4, 2, { addBiasKv: true }).stateDict()).slice(0, 4)).toEqual([
      "in_proj_weight",
      "in_proj_bias",
      "bias_k",
      "bias_v",
    ]);
  });
});
