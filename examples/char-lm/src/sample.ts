import { loadCheckpoint, refuse, type Checkpoint } from "./checkpoint.ts";
import { CharModel } from "./model.ts";
import type { Values } from "./option.ts";
import type { sampleOptions } from "./options.ts";
import { generate } from "./sampling.ts";

/** `sample`: lets a trained model write. */
export function sample(options: Values<typeof sampleOptions>): void {
  const checkpoint = loadCheckpoint(options.checkpoint);
  const model = modelOf(checkpoint, options.checkpoint);
  console.log(generate(model, checkpoint.vocabulary, options));
}

/** The trained model of a checkpoint. */
export function modelOf(checkpoint: Checkpoint, file: string): CharModel {
  const model = new CharModel(checkpoint.vocabulary.size, checkpoint.settings);
  refuse(`${file} does not fit its own settings`, () => model.loadStateDict(checkpoint.weights));
  return model.eval();
}
