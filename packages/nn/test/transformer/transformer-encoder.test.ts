import { Generator, defaultGenerator, manualSeed, randn, tensor, type Tensor } from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  LayerNorm,
  PositionalEncoding,
  TransformerEncoder,
  TransformerEncoderLayer,
  type TransformerEncoderLayerOptions,
} from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";

const near = { rtol: 1e-9, atol: 1e-10 };
const draw = (seed: number, ...shape: number[]): Tensor =>
  randn(shape, { dtype: "float64", generator: new Generator(seed) });
const make = (options: TransformerEncoderLayerOptions = {}): TransformerEncoderLayer =>
  new TransformerEncoderLayer(4, 2, {
    dimFeedforward: 6,
    dropout: 0,
    batchFirst: true,
    generator: new Generator(5),
    ...options,
  }).to("float64");
const problems = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  batch: fc.integer({ min: 1, max: 3 }),
  steps: fc.integer({ min: 2, max: 4 }),
  normFirst: fc.boolean(),
  activation: fc.constantFrom("relu", "gelu" as const),
});

/** PyTorch's state, in its order. */
const NAMES = [
  "self_attn.in_proj_weight",
  "self_attn.in_proj_bias",
  "self_attn.out_proj.weight",
  "self_attn.out_proj.bias",
  "linear1.weight",
  "linear1.bias",
  "linear2.weight",
  "linear2.bias",
  "norm1.weight",
  "norm1.bias",
  "norm2.weight",
  "norm2.bias",
];

describe("TransformerEncoderLayer", () => {
  test("has PyTorch's state", () => {
    expect(Object.keys(make().stateDict())).toEqual(NAMES);
    expect(Object.keys(make({ bias: false }).stateDict())).toEqual(
      NAMES.filter((name) => !name.endsWith("bias")),
    );
  });

  test("is its formula, whichever comes first", () => {
    fc.assert(
      fc.property(problems, ({ seed, batch, steps, normFirst, activation }) => {
        const layer = make({ normFirst, activation });
        const x = draw(seed, batch, steps, 4);
        const attend = (t: Tensor): Tensor => layer.self_attn.forward(t).outputs;
        const feed = (t: Tensor): Tensor => layer.linear2.forward(layer.linear1.forward(t)[activation]());
        const { norm1, norm2 } = layer;
        let wanted: Tensor;
        if (normFirst) {
          const seen = x.add(attend(norm1.forward(x)));
          wanted = seen.add(feed(norm2.forward(seen)));
        } else {
          const seen = norm1.forward(x.add(attend(x)));
          wanted = norm2.forward(seen.add(feed(seen)));
        }
        assertClose(layer.forward(x), wanted, near);
      }),
      { numRuns: 20 },
    );
  });

  test("is the same in either layout, and for each sequence alone", () => {
    fc.assert(
      fc.property(problems, ({ seed, batch, steps, normFirst }) => {
        const [first, second] = [make({ normFirst }), make({ normFirst, batchFirst: false })];
        const x = draw(seed, batch, steps, 4);
        const out = first.forward(x);
        assertClose(second.forward(x.transpose(0, 1)).transpose(0, 1), out, near);
        assertClose(first.forward(x.select(0, 0)), out.select(0, 0), near);
      }),
      { numRuns: 15 },
    );
  });

  test("padding and the future change nothing, whichever way they are hidden", () => {
    fc.assert(
      fc.property(problems, ({ seed, batch, steps, normFirst }) => {
        const layer = make({ normFirst });
        const x = draw(seed, batch, steps, 4);
        const changed = x.add(
          tensor(
            Array.from({ length: steps }, (_, t) => [t === steps - 1 ? 5 : 0]),
            { dtype: "float64" },
          ),
        );
        const row = (t: number): number[] => Array.from({ length: steps }, (_, s) => Number(s > t));
        const future = Array.from({ length: steps }, (_, t) => row(t));
        const minus = future.map((hidden) => hidden.map((h) => (h === 1 ? -Infinity : 0)));
        const ways = [
          { srcKeyPaddingMask: Array.from({ length: batch }, () => row(steps - 2)) },
          { isCausal: true },
          { srcMask: future },
          { srcBias: minus },
        ];
        const before = (t: Tensor): Tensor => t.slice([null, [0, steps - 1]] as never);
        for (const options of ways)
          assertClose(before(layer.forward(changed, options)), before(layer.forward(x, options)), near);
        assertClose(layer.forward(x, ways[2]), layer.forward(x, ways[1]), near);
        assertClose(layer.forward(x, ways[3]), layer.forward(x, ways[1]), near);
      }),
      { numRuns: 15 },
    );
  });

  test("drops in training only", () => {
    const layer = make({ dropout: 0.5 });
    const x = draw(1, 2, 3, 4);
    expect(layer.forward(x).data).not.toEqual(layer.forward(x).data);
    layer.eval();
    expect(layer.forward(x).data).toEqual(layer.forward(x).data);
  });
});

describe("TransformerEncoder", () => {
  test("is copies of its layer one after the other, which start alike and then part", () => {
    manualSeed(3);
    const layer = new TransformerEncoderLayer(4, 2, { dimFeedforward: 6, dropout: 0, batchFirst: true });
    const place = defaultGenerator().state();
    const encoder = new TransformerEncoder(layer, 3, { norm: new LayerNorm(4) });
    expect(defaultGenerator().state()).toEqual(place);
    expect(Object.keys(encoder.stateDict())).toEqual([
      ...[0, 1, 2].flatMap((i) => NAMES.map((name) => `layers.${i}.${name}`)),
      "norm.weight",
      "norm.bias",
    ]);
    const x = randn([2, 3, 4], { generator: new Generator(1) });
    const through = layer.forward(layer.forward(layer.forward(x)));
    assertClose(encoder.forward(x), new LayerNorm(4).forward(through), { rtol: 1e-6, atol: 1e-6 });
    expect(encoder.parameters().length).toBe(3 * NAMES.length + 2);
    encoder.layers[0].linear1.weight.mutate("test", (data) => data.fill(0));
    expect(encoder.layers[1].linear1.weight.data).toEqual(layer.linear1.weight.data);
  });

  test("hands its masks to every layer, and copies dtype and mode", () => {
    const encoder = new TransformerEncoder(make().eval(), 2);
    expect(encoder.layers.every((layer) => !layer.training && layer.norm1.weight!.dtype === "float64")).toBe(
      true,
    );
    const x = draw(1, 1, 3, 4);
    const [one] = encoder.layers;
    assertClose(
      encoder.forward(x, { isCausal: true }),
      one.forward(one.forward(x, { isCausal: true }), { isCausal: true }),
      near,
    );
  });
});

test("PositionalEncoding adds sines and cosines of the step, in either layout", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 }), (dModel, steps) => {
      const x = draw(1, steps, 2, dModel);
      const out = new PositionalEncoding(dModel).forward(x);
      for (let t = 0; t < steps; t++)
        for (let i = 0; i < dModel; i++) {
          const angle = t * Math.exp((-Math.log(10000) * 2 * Math.floor(i / 2)) / dModel);
          const wave = i % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
          expect(out.data[(t * 2 + 1) * dModel + i] - x.data[(t * 2 + 1) * dModel + i]).toBeCloseTo(wave, 9);
        }
      const first = new PositionalEncoding(dModel, { batchFirst: true }).forward(x.transpose(0, 1));
      assertClose(first.transpose(0, 1), out, near);
      assertClose(new PositionalEncoding(dModel).forward(x.select(1, 0)), out.select(1, 0), near);
    }),
    { numRuns: 20 },
  );
});
