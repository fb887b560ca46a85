import { gradients, type Tensor } from "@rewind/autograd";
import { LSTM } from "@rewind/rnn";
import { layerMaterial } from "../material.ts";
import type { OrderSpec, Task } from "../spec.ts";
import { constant, named } from "./leaf.ts";

/** Gradients of first or second order along a sequence. */
export function orderTask(spec: OrderSpec): Task {
  const { parameters, inputs } = layerMaterial(spec);
  const layer = new LSTM(spec.input, spec.hidden);
  layer.loadStateDict(named(["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"], parameters));
  const weights = layer.parameters();
  const directions = parameters.map(constant);
  const sequence = constant(inputs);
  let result: Tensor | undefined;
  return {
    step() {
      const loss = layer.forward(sequence).outputs.square().mean();
      const slopes = gradients(loss, weights, { createGraph: spec.order === 2 });
      result = slopes.map((slope, i) => slope.mul(directions[i]).sum()).reduce((a, b) => a.add(b));
      if (spec.order === 2) result = gradients(result, weights)[0].sum();
    },
    loss: () => result?.item() ?? Number.NaN,
  };
}
