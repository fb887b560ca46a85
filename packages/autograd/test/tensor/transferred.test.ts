import { describe, expect, test } from "vitest";
import * as operations from "../../src/ops/index.ts";
import {
  DtypeError, GraphError, RewindError, Tensor, gradients, saveNpy, saveSafetensors, tensor, zeros,
} from "../../src/index.ts"; // prettier-ignore
import { drawInputs } from "../support/draw.ts";
import { samples } from "../support/samples/index.ts";

/** Sends a tensor's memory away, as `postMessage(t.data, [t.data.buffer])` does. */
function transfer(t: Tensor): void {
  structuredClone(t.data, { transfer: [t.data.buffer as ArrayBuffer] });
}

function gone(): Tensor {
  const t = zeros([2, 3]);
  t.name = "weights";
  transfer(t);
  return t;
}

describe.each(Object.entries(samples))("%s", (_, of) => {
  test("names an input whose memory is elsewhere", () => {
    for (const sample of of.samples.filter(({ inputs }) => inputs.length > 0)) {
      sample.inputs.forEach((_input, at) => {
        const inputs = drawInputs(of, sample, 1).map((input) => tensor(input));
        if (inputs[at].size === 0) return;
        inputs[at].name = "sent";
        transfer(inputs[at]);
        const call = (): unknown => sample.call(...inputs);
        expect(call).toThrow(RewindError);
        expect(call).toThrow(/^\w+: the data of tensor "sent" \[.*\] is gone/);
      });
    }
  });
});

test("everything else that reads a tensor names it too", () => {
  const leaf = tensor([1, 2], { requiresGrad: true });
  for (const call of [
    () => gone().item(),
    () => gone().toArray(),
    () => gone().detach(),
    () => gone().toJSON(),
    () => gone().mutate("SGD.step", () => {}),
    () => saveNpy(gone()),
    () => saveSafetensors({ a: gone() }),
    () => tensor(gone()),
    () => [...gone()],
    () => {
      const upstream = zeros([2]);
      transfer(upstream);
      leaf.mul(2).backward(upstream);
    },
  ]) {
    expect(call).toThrow(GraphError);
    expect(call).toThrow(/the data of tensor.* \[2.*\] is gone: its buffer was transferred or shrunk/);
  }
  expect(new Set(Object.keys(operations)).size).toBeGreaterThan(100);
});

test("a backward pass names what was saved and sent away since", () => {
  const walks = [(loss: Tensor, x: Tensor) => gradients(loss, [x]), (loss: Tensor) => loss.backward()];
  for (const walk of walks) {
    const x = tensor([1, 2], { requiresGrad: true });
    const factor = tensor([3, 4]);
    factor.name = "factor";
    const loss = x.mul(factor).sum();
    transfer(factor);
    expect(() => walk(loss, x)).toThrow(/^backward of mul: the data of tensor "factor" \[2\] is gone/);
  }
});

test("tensors of no elements have nothing to lose", () => {
  const empty = zeros([0, 3]);
  transfer(empty);
  expect(empty.add(1).shape).toEqual([0, 3]);
});

test("a typed array that was sent away is no operand", () => {
  const data = Float32Array.of(1, 2);
  structuredClone(data, { transfer: [data.buffer] });
  for (const call of [() => tensor(data), () => tensor([1, 2]).add(data)]) expect(call).toThrow(DtypeError);
  expect(() => new Tensor(data, [2])).toThrow(
    /^Tensor: 0 elements do not fill shape \[2\].*transferred or shrunk/,
  );
});

type Resizable = ArrayBuffer & { resize?(bytes: number): void };
const resizable = (bytes: number): Resizable =>
  new (ArrayBuffer as unknown as new (bytes: number, options: object) => Resizable)(bytes, {
    maxByteLength: 64,
  });

// Engines of before ES2024 ignore maxByteLength.
test.runIf("resize" in ArrayBuffer.prototype)("memory that was shrunk away is noticed", () => {
  const buffer = resizable(32);
  const whole = new Tensor(new Float32Array(buffer), [8]);
  const part = new Tensor(new Float32Array(buffer, 0, 2), [2]);
  buffer.resize?.(12);
  expect(() => whole.add(1)).toThrow(/^add: the data of tensor \[8\] is gone/);
  expect(part.add(1).toArray()).toEqual([1, 1]);
  buffer.resize?.(64);
  expect(whole.add(1).shape).toEqual([8]);
});
