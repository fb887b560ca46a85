import { crossEntropy } from "@rewind/nn";
import { detachState, type StreamWindow } from "@rewind/rnn";
import type { CharModel, State } from "./model.ts";
import type { Settings } from "./options.ts";
import { slide } from "./slide.ts";

/** A backward pass that has just ended; the gradients are in the parameters. */
export interface Backpropagated {
  /** Mean cross-entropy of the characters read since the last one. */
  readonly loss: number;
  /** After the last character read, without history. */
  readonly state: State;
}

/** With k1 < k2, a stretch is this many times k2 long, or a little more. */
const HISTORIES = 8;

/**
 * Updates between two moments without a tape. Windows that overlap hang together, and no checkpoint could bring back
 * what their tape holds of earlier weights; so after some of them the history begins anew, whether the run is saved
 * there or not.
 */
export function updatesPerStretch({ k1, k2 }: Pick<Settings, "k1" | "k2">): number {
  return k1 < k2 ? Math.ceil((HISTORIES * k2) / k1) : 1;
}

/** Truncated backpropagation through a stretch of text: after every k1 characters, through the last k2. */
export function backpropagate(
  model: CharModel,
  text: StreamWindow<number[]>,
  settings: Settings,
  state: State | undefined,
): Iterable<Backpropagated> {
  return settings.k1 === settings.k2 ? oneWindow(model, text, state) : slide(model, text, settings, state);
}

/** k1 = k2: the whole window in one pass, its input projection in one matrix product. */
function* oneWindow(
  model: CharModel,
  { inputs, targets }: StreamWindow<number[]>,
  state: State | undefined,
): Iterable<Backpropagated> {
  const { logits, state: last } = model.forward(inputs, state);
  const loss = crossEntropy(logits, targets.flat());
  loss.backward();
  yield { loss: loss.item(), state: detachState(last) };
}
