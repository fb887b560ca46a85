import { Generator, enableGrad, gradcheck, gradients, randn, type Tensor } from "@rewind/autograd";
import { Linear, Module, functionalCall, gradcheckModule, mseLoss } from "@rewind/nn";
import { describe, expect, test } from "vitest";
import {
  GRU,
  GRUCell,
  LSTM,
  LSTMCell,
  RNN,
  Recurrent,
  WeightDrop,
  WeightNorm,
  type ScanMode,
} from "../src/index.ts";
import { assertClose } from "./support/assert-close.ts";
import { randomTensor } from "./support/random-tensor.ts";

const generator = (): Generator => new Generator(5);
const models: Record<string, () => Module & { forward(xs: Tensor, options: { scan: ScanMode }): { outputs: Tensor } }> = {
  LSTM: () => new LSTM(2, 2, { bidirectional: true, generator: generator() }),
  GRU: () => new GRU(2, 3, { generator: generator() }),
  RNN: () => new RNN(2, 3, { generator: generator() }),
  "LSTMCell along time": () => new Recurrent(new LSTMCell(2, 3, { generator: generator() })),
  "GRUCell with weight norm": () => new Recurrent(new WeightNorm(new GRUCell(2, 3, { generator: generator() }))),
  "GRUCell with weight drop": () => new Recurrent(new WeightDrop(new GRUCell(2, 3, { generator: generator() })).eval()),
}; // prettier-ignore
const xs = randomTensor([4, 1, 2], 1);

describe.each(Object.entries(models))("%s", (_name, make) => {
  const net = make().to("float64");
  const names = net.namedParameters().map(([name]) => name);
  const given = (by: number): Record<string, Tensor> =>
    Object.fromEntries(net.namedParameters().map(([name, p]) => [name, p.detach().add(by)]));

  test("computes with what it is given, call after call: nothing compiled goes stale", () => {
    for (const by of [0, 0.5, -0.25, 0.5, 0]) {
      const other = make().to("float64");
      other.loadStateDict(given(by));
      const wanted = other.forward(xs, { scan: "never" }).outputs;
      for (const scan of ["always", "never", "auto"] as const)
        assertClose(functionalCall(net, given(by), xs, { scan }).outputs, wanted, 1e-11);
      assertClose(net.forward(xs, { scan: "always" }).outputs, make().to("float64").forward(xs, { scan: "never" }).outputs, 1e-11); // prettier-ignore
    }
  });

  test.each(["always", "never"] as const)(
    "has gradients through the inner step of MAML (scan %s)",
    (scan) => {
      const target = randomTensor(net.forward(xs, { scan }).outputs.shape, 3);
      const loss = (at: Record<string, Tensor>): Tensor =>
        mseLoss(functionalCall(net, at, xs, { scan }).outputs, target);
      const meta = (...start: Tensor[]): Tensor =>
        enableGrad(() => {
          const inner = loss(Object.fromEntries(names.map((name, i) => [name, start[i]])));
          const grads = gradients(inner, start, { createGraph: true });
          return loss(Object.fromEntries(names.map((name, i) => [name, start[i].sub(grads[i].mul(0.5))])));
        });
      const values = net.parameters().map((parameter) => parameter.detach());
      expect(gradcheck(meta, values)).toMatchObject({ ok: true });
      expect(net.parameters().every(({ grad }) => grad === null)).toBe(true);
    },
  );
});

test("gradcheckModule takes layers and cells with their states", () => {
  class Reader extends Module {
    lstm = new LSTM(2, 3, { generator: generator() });
    head = new Linear(3, 1, { generator: generator() });
    override forward(input: Tensor): Tensor {
      return this.head.forward(this.lstm.forward(input).outputs);
    }
  }
  expect(gradcheckModule(new Reader(), [randn([4, 2, 2])])).toMatchObject({ ok: true });
  const cell = new LSTMCell(2, 3, { generator: generator() });
  const state = { h: randn([2, 3]), c: randn([2, 3]) };
  const result = gradcheckModule(cell, [randn([2, 2]), state]);
  expect(result.message).toMatch(/^gradcheck: all 100 gradient elements agree/);
  const layer = new GRU(2, 3, { generator: generator() });
  const options = { state: randn([1, 2, 3]), lengths: [3, 1] };
  expect(gradcheckModule(layer, [randn([3, 2, 2]), options])).toMatchObject({ ok: true });
});
