import { ArgumentError, checkNumber, checkOptions, formatValue } from "@rewind/autograd";

/** What follows a weight, as far as its scale is concerned. */
export type Nonlinearity =
  "linear" | "conv1d" | "conv2d" | "sigmoid" | "tanh" | "relu" | "leakyRelu" | "selu";

const GAINS: Readonly<Record<Exclude<Nonlinearity, "leakyRelu">, number>> = {
  linear: 1,
  conv1d: 1,
  conv2d: 1,
  sigmoid: 1,
  tanh: 5 / 3,
  relu: Math.SQRT2,
  selu: 3 / 4,
};

/**
 * The factor by which weights before a nonlinearity are enlarged to keep the variance of activations: PyTorch's table.
 * `leakyRelu` gives `√(2 / (1 + negativeSlope²))`, `negativeSlope` being 0.01 by default.
 *
 * @throws ArgumentError for a nonlinearity not in the table
 */
export function calculateGain(nonlinearity: Nonlinearity, options: { negativeSlope?: number } = {}): number {
  checkOptions("init.calculateGain", options, ["negativeSlope"]);
  return gainOf("init.calculateGain", nonlinearity, options.negativeSlope ?? 0.01);
}

/** {@link calculateGain} for another function, named by its errors. @internal */
export function gainOf(op: string, nonlinearity: unknown, negativeSlope: unknown): number {
  if (nonlinearity === "leakyRelu") {
    const slope = checkNumber(op, "negativeSlope", negativeSlope);
    return Math.sqrt(2 / (1 + slope * slope));
  }
  if (typeof nonlinearity !== "string" || !Object.hasOwn(GAINS, nonlinearity)) {
    throw new ArgumentError(
      `${op}: unknown nonlinearity ${formatValue(nonlinearity)}; use leakyRelu, ${Object.keys(GAINS).join(", ")}`,
    );
  }
  return GAINS[nonlinearity as keyof typeof GAINS];
}
