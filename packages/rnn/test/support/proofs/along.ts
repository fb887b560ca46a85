import { Generator, randn, zeros, type Tensor } from "@rewind/autograd";
import type { Trial } from "./trial.ts";

/** A trial along lines: of each input only how far it went in one random direction, the sequence step by step. */
export interface Lines {
  readonly names: readonly string[];
  readonly inputs: readonly Tensor[];
  call(...distances: Tensor[]): Tensor[];
}

/**
 * Few numbers in and few out, so that finite differences are cheap: a wrong gradient shows in a random direction as surely
 * as in its own element. What fails is named by input and, in the sequence, by step.
 */
export function along(trial: Trial, seed: number): Lines {
  const generator = new Generator(seed + 13);
  const like = ({ shape }: Tensor): Tensor => randn(shape, { dtype: "float64", generator });
  const directions = trial.inputs.map(like);
  const weights: Tensor[] = [];
  return {
    names: trial.names,
    inputs: trial.inputs.map(({ shape }, i) => zeros(i === 0 ? [shape[0]] : [], { dtype: "float64" })),
    call: (...distances) => {
      const moved = trial.inputs.map((input, i) => {
        const distance = i === 0 ? distances[i].reshape([-1, 1, 1]) : distances[i];
        return input.add(directions[i].mul(distance));
      });
      return trial.call("never", moved).map((out, i) => out.mul((weights[i] ??= like(out))).sum());
    },
  };
}
