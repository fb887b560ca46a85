import { Linear, ReLU, Sequential, crossEntropy, type Layer } from "@rewind/nn";
import { mlpMaterial } from "../material.ts";
import type { MlpSpec, Task } from "../spec.ts";
import { constant, named } from "./leaf.ts";
import { trainingTask } from "./training.ts";

/** The training step of a network of linear layers with ReLU between them. */
export function mlpTask(spec: MlpSpec): Task {
  const { parameters, inputs, targets } = mlpMaterial(spec);
  const images = constant(inputs);
  const count = spec.sizes.length - 1;
  const layers = Array.from({ length: count }, (_, i): Layer[] => {
    const layer = new Linear(spec.sizes[i], spec.sizes[i + 1]);
    layer.loadStateDict(named(["weight", "bias"], parameters.slice(2 * i)));
    return i < count - 1 ? [layer, new ReLU()] : [layer];
  }).flat();
  const model = new Sequential(...layers);
  return trainingTask(model.parameters(), () => crossEntropy(model.forward(images), targets));
}
