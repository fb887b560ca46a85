import { add, linear, type Tensor } from "@rewind/autograd";
import type { Weights } from "./recurrence.ts";

/** `W_ih x + b_ih + b_hh`, the biases added to each other first. @internal */
export function projectWithBothBiases({ weight_ih, bias_ih, bias_hh }: Weights, x: Tensor): Tensor {
  return linear(x, weight_ih, bias_ih === null || bias_hh === null ? null : add(bias_ih, bias_hh));
}
