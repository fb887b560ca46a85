import { exponentialUnit } from "./exponential-unit.ts";
import type { UnaryOp } from "./unary.ts";

const op = exponentialUnit("selu");
/** The fixed point at which activations keep mean 0 and variance 1 from layer to layer. */
const NORMALIZING = { alpha: 1.6732632423543772, scale: 1.0507009873554805, inputScale: 1 };

/**
 * Scaled exponential linear unit: `λ x` where positive, `λ α (e^x - 1)` elsewhere, with α ≈ 1.6733 and λ ≈ 1.0507; the
 * gradient at 0 is `λ α`.
 *
 * Klambauer, Unterthiner, Mayr, Hochreiter, Self-normalizing neural networks, NeurIPS 2017.
 */
export const selu: UnaryOp = (x) => op(x, NORMALIZING);
