import {
  DtypeError,
  RewindError,
  gradcheck,
  randn,
  tensor,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { describe, expect, test } from "vitest";
import * as nn from "../src/index.ts";

const rows = [
  [0.1, 0.2, 0.3, 0.4],
  [0.4, 0.3, 0.2, 0.1],
];

interface Layer {
  to(dtype: "float32" | "float64"): unknown;
  forward(x: TensorLike): Tensor | { outputs: Tensor };
}

const layers: [string, () => Layer][] = [
  ["Linear", () => new nn.Linear(4, 3)],
  ["LayerNorm", () => new nn.LayerNorm(4)],
  ["RMSNorm", () => new nn.RMSNorm(4)],
  ["BatchNorm1d", () => new nn.BatchNorm1d(4)],
  ["PReLU", () => new nn.PReLU()],
  ["Sequential", () => new nn.Sequential(new nn.Linear(4, 4), new nn.Tanh(), new nn.Linear(4, 2))],
  ["MultiheadAttention", () => new nn.MultiheadAttention(4, 2)],
  ["TransformerEncoderLayer", () => new nn.TransformerEncoderLayer(4, 2, { dimFeedforward: 3 })],
];

describe.each(layers)("%s", (_, make) => {
  const run = (layer: Layer, x: TensorLike): Tensor => {
    const out = layer.forward(x);
    return "outputs" in out ? out.outputs : out;
  };

  test.each(["float32", "float64"] as const)("arrays follow weights of %s", (dtype) => {
    const layer = make();
    layer.to(dtype);
    expect(run(layer, rows).dtype).toBe(dtype);
    expect(run(layer, rows.map((row) => Float64Array.from(row)) as never).dtype).toBe(dtype);
  });

  test("a float64 tensor is refused by float32 weights, with the remedy", () => {
    const data = Float64Array.from(rows.flat());
    const run64 = (): unknown => run(make(), tensor(data, { shape: [2, 4] }));
    expect(run64).toThrow(DtypeError);
    expect(run64).toThrow(/float64.*float32.*to\("float32"\)/s);
  });
});

const losses: [string, (x: Tensor, t: TensorLike) => Tensor][] = [
  ["mseLoss", nn.mseLoss],
  ["l1Loss", nn.l1Loss],
  ["bceWithLogits", nn.bceWithLogits],
  ["bceWithLogits, posWeight", (x, t) => nn.bceWithLogits(x, [1, 0], { posWeight: t })],
  ["bceWithLogits, weight", (x, t) => nn.bceWithLogits(x, [1, 0], { weight: t })],
  ["huberLoss", nn.huberLoss],
  ["softMarginLoss", (x, t) => nn.softMarginLoss(x, t)],
  ["klDiv", nn.klDiv],
];

test.each(losses)("%s: a Float64Array follows the prediction, a float64 tensor is refused", (_, loss) => {
  const target = Float64Array.of(1, 1);
  const x = tensor([-0.5, -0.25], { requiresGrad: true });
  expect(loss(x, target).dtype).toBe("float32");
  expect(loss(x.to("float64"), [1, 1]).dtype).toBe("float64");
  expect(() => loss(x, tensor(target))).toThrow(/dtype.*to\("float32"\)/);
  expect(() => loss(x, tensor(target))).toThrow(RewindError);
});

test("gradcheck takes what the function uses in float64, too", () => {
  const [weight, target] = [randn([4, 2]), tensor([[0.5, 0.25]])];
  const check = gradcheck((x) => nn.mseLoss(x.matmul(weight), target), [[rows[0]]]);
  expect(check.ok).toBe(true);
  const wrong = gradcheck((x) => x.mul(x.detach()).sum().mul(tensor(1)), [[1, 2]]);
  expect(wrong.ok).toBe(false);
  expect(() => tensor([1]).mul(tensor([1], { dtype: "float64" }))).toThrow(DtypeError);
});
