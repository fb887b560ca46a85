import { Generator, noGrad } from "@rewind/autograd";
import type { CharModel, State } from "./model.ts";
import type { Vocabulary } from "./vocabulary.ts";

export interface SamplingOptions {
  readonly length: number;
  readonly prompt: string;
  /** Divides the scores: at 0 the likeliest character always wins, at 1 the model's own odds hold. */
  readonly temperature: number;
  readonly seed: number;
}

/** Lets the model go on from the prompt: each character is drawn by its odds and read back in. */
export function generate(model: CharModel, vocabulary: Vocabulary, options: SamplingOptions): string {
  const { length, prompt, temperature, seed } = options;
  const generator = new Generator(seed);
  const written: number[] = [];
  const wasTraining = model.training;
  model.eval();
  let next = Array.from(vocabulary.encode(prompt), (id) => [id]);
  let state: State | undefined;
  while (written.length < length) {
    const odds = noGrad(() => {
      const result = model.forward(next, state);
      state = result.state;
      return result.logits.data.slice(-vocabulary.size);
    });
    const id = draw(odds, vocabulary.unknown, temperature, generator);
    written.push(id);
    next = [[id]];
  }
  model.train(wasTraining);
  return prompt + vocabulary.decode(written);
}

/** A number drawn with probability `softmax(scores / temperature)`, `never` left out; at 0 the one of the highest score. */
export function draw(
  scores: ArrayLike<number>,
  never: number,
  temperature: number,
  generator: Generator,
): number {
  const weights = Array.from(scores);
  weights[never] = -Infinity;
  // Without the largest score subtracted, exp overflows at low temperatures.
  const largest = Math.max(...weights);
  if (temperature === 0) return weights.indexOf(largest);
  for (let i = 0; i < weights.length; i++) weights[i] = Math.exp((weights[i] - largest) / temperature);
  let left = generator.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  for (let id = 0; id < weights.length; id++) {
    left -= weights[id];
    if (left < 0) return id;
  }
  return weights.indexOf(1);
}
