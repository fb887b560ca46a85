import { add, reshape, tanh, unsqueeze, type Tensor } from "@rewind/autograd";
import type { Linear } from "../linear.ts";

/** `v tanh(queries + keys)` for each pair: queries `[B, L, A]` and keys `[B, S, A]` give `[B, L, S]`. @internal */
export function additiveScores(queries: Tensor, keys: Tensor, v: Linear): Tensor {
  const scores = v.forward(tanh(add(unsqueeze(queries, 2), unsqueeze(keys, 1))));
  return reshape(scores, scores.shape.slice(0, -1));
}
