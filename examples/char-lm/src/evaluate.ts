import { noGrad } from "@rewind/autograd";
import { crossEntropy } from "@rewind/nn";
import { batchify, windows } from "@rewind/rnn";
import type { CharModel, State } from "./model.ts";

const WINDOW = 64;

/**
 * Bits per character that the model needs for a text: `−log₂ p(next character)` on average, the memory carried all the
 * way through each of the places where it reads.
 */
export async function heldOutBits(model: CharModel, ids: Int32Array): Promise<number> {
  const batch = Math.max(1, Math.min(32, Math.floor(ids.length / (4 * WINDOW))));
  const wasTraining = model.training;
  model.eval();
  let nats = 0;
  let characters = 0;
  let state: State | undefined;
  for (const { inputs, targets } of windows(batchify(ids, batch), WINDOW)) {
    noGrad(() => {
      const result = model.forward(inputs, state);
      nats += crossEntropy(result.logits, targets.flat(), { reduction: "sum" }).item();
      state = result.state;
    });
    characters += inputs.length * batch;
    await breathe();
  }
  model.train(wasTraining);
  return nats / Math.LN2 / characters;
}

/** Lets the program notice signals and draw: computing never gives way by itself. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
