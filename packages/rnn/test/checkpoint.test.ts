import {
  Generator,
  checkpoint,
  gradients,
  manualSeed,
  randn,
  tape,
  zeros,
  type Tensor,
} from "@rewind/autograd";
import { describe, expect, test } from "vitest";
import { LSTM, LSTMCell, unroll, type Cell, type LSTMState, type ScanMode } from "../src/index.ts";
import { assertClose } from "./support/assert-close.ts";

const steps = 12;
const generator = new Generator(1);
const xs = randn([steps, 2, 3], { generator, requiresGrad: true });
manualSeed(2);
const cell = new LSTMCell(3, 4);
const lstm = new LSTM(3, 4, { numLayers: 2 });

type Wrap = typeof checkpoint;
const plain = ((fn: (...inputs: unknown[]) => unknown, ...inputs: unknown[]) => fn(...inputs)) as Wrap;

/** An LSTM over the sequence, window by window, each window wrapped. */
function windows(wrap: Wrap, window: number, scan: ScanMode): Tensor {
  let state: LSTMState = cell.initialState(2);
  const outputs: Tensor[] = [];
  for (let t = 0; t < steps; t += window) {
    const part = xs.slice([[t, t + window]]);
    const result = wrap((x: Tensor, from: LSTMState) => {
      const run = unroll(cell, x, { state: from, scan });
      return { outputs: run.outputs, state: run.state };
    }, part, state); // prettier-ignore
    outputs.push(result.outputs);
    state = result.state;
  }
  return outputs.reduce((total, output) => total.add(output.square().sum()), state.c.sum());
}

describe("checkpointed windows of a recurrent net", () => {
  const all = [xs, ...cell.parameters()];

  test.each<[string, ScanMode]>([
    ["unrolled", "never"],
    ["replayed", "always"],
  ])("%s: outputs and gradients are those of the whole", (_, scan) => {
    const wanted = gradients(windows(plain, 3, "never"), all);
    const loss = windows(checkpoint, 3, scan);
    assertClose(loss, windows(plain, 3, "never"), 1e-5);
    gradients(loss, all).forEach((got, i) => assertClose(got, wanted[i], 1e-5));
  });

  test("the tape is as long as there are windows, not steps", () => {
    const records = (window: number): number => tape(windows(checkpoint, window, "never")).length;
    expect(records(6)).toBeLessThan(records(3));
    expect(tape(windows(plain, 6, "never")).length).toBeGreaterThan(4 * records(6));
  });

  test("layers too", () => {
    const loss = (wrap: Wrap): Tensor =>
      wrap((x: Tensor) => lstm.forward(x).outputs, xs)
        .square()
        .sum();
    const leaves = [xs, ...lstm.parameters()];
    const wanted = gradients(loss(plain), leaves);
    gradients(loss(checkpoint), leaves).forEach((got, i) => assertClose(got, wanted[i], 1e-5));
  });

  test("a cell that checkpoints its own step is unrolled, never replayed", () => {
    const checked: Cell<LSTMState> = {
      inputSize: 3,
      outputSize: 4,
      initialState: (batch) => cell.initialState(batch),
      step: (x, state) => checkpoint((a: Tensor, s: LSTMState) => cell.step(a, s), x, state),
    };
    const loss = (of: Cell<LSTMState>, scan?: ScanMode): Tensor =>
      unroll(of, xs, { scan }).outputs.square().sum();
    const wanted = gradients(loss(cell), all);
    gradients(loss(checked), all).forEach((got, i) => assertClose(got, wanted[i], 1e-5));
    expect(() => loss(checked, "always")).toThrow(/recomputes in the backward pass/);
  });
});

test("a state that wants no gradient is data like any other", () => {
  const h = zeros([2, 4]);
  const [output] = checkpoint((x: Tensor, s: LSTMState) => cell.step(x, s), xs.select(0, 0), { h, c: h });
  expect(output.requiresGrad).toBe(true);
});
