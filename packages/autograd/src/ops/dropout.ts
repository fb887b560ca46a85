import { empty } from "../tensor/create.ts";
import { checkGenerator, defaultGenerator, type Generator } from "../tensor/generator.ts";
import { checkNumber } from "../tensor/shape.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import type { Op } from "../tape/op.ts";
import { apply } from "./define-op.ts";
import { mul } from "./elementwise/arithmetic.ts";
import { operand } from "./operand.ts";
import { checkFlag, checkOptions } from "./options.ts";

/** Options of {@link dropout}. */
export interface DropoutOptions {
  /** Probability of each element to become zero, from 0 to 1. Default 0.5. */
  p?: number;
  /** Whether anything is dropped; if not, `x` itself is returned. Default true. */
  training?: boolean;
  /** Source of the mask. Default: the default generator. */
  generator?: Generator;
}

const op: Op<Required<DropoutOptions>> = {
  name: "dropout",
  forward(context, [x], { p, generator }) {
    const mask = empty(x.shape, x.dtype);
    const out = empty(x.shape, x.dtype);
    const scale = 1 / (1 - p);
    for (let i = 0; i < mask.size; i++) {
      if (generator.uniform() >= p) mask.data[i] = scale;
      out.data[i] = x.data[i] * mask.data[i];
    }
    context.save(mask);
    return out;
  },
  backward: (context, [g]) => [mul(g as Tensor, context.saved[0])],
};

/**
 * Sets each element to zero with probability `p` and divides the others by `1 - p`, so that the mean stays (Srivastava et
 * al., "Dropout: a simple way to prevent neural networks from overfitting", 2014).
 *
 * @throws ArgumentError if `p` is not from 0 to 1
 */
export function dropout(x: TensorLike, options: DropoutOptions = {}): Tensor {
  const t = operand("dropout", x);
  checkOptions("dropout", options, ["p", "training", "generator"]);
  checkFlag("dropout", "training", options.training);
  const p = checkNumber("dropout", "p", options.p ?? 0.5, 0, 1);
  checkGenerator("dropout", options.generator);
  const { training = true } = options;
  if (!training || p === 0) return t;
  return apply(op, [t], { p, training, generator: options.generator ?? defaultGenerator() });
}
