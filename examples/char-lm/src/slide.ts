import { crossEntropy } from "@rewind/nn";
import { truncatedBPTT, type StreamWindow } from "@rewind/rnn";
import type { CharModel, State } from "./model.ts";
import type { Settings } from "./options.ts";
import type { Backpropagated } from "./stretch.ts";

/** k1 ≠ k2: step by step, for a window ends where no other begins. */
export function* slide(
  model: CharModel,
  { inputs, targets }: StreamWindow<number[]>,
  { batch, k1, k2 }: Settings,
  state: State | undefined,
): Iterable<Backpropagated> {
  // Losses of a window are summed; so divided, they are a mean, and --lr means the same whatever k1 is.
  const summed = Math.min(k1, k2);
  const run = truncatedBPTT<State, number[]>({
    inputs,
    k1,
    k2,
    state: state ?? model.recurrent.initialState(batch),
    step(ids, before, t) {
      const { logits, state: after } = model.forward([ids], before);
      return [crossEntropy(logits, targets[t]).div(summed), after];
    },
  });
  for (const window of run) {
    window.backward();
    const total = window.losses.reduce((sum, loss) => sum + loss.item(), 0);
    yield { loss: (total * summed) / k1, state: window.state };
  }
}
