import { Generator, rand, type Dtype, type Tensor } from "@rewind/autograd";

/** Where elements are drawn from: `real` (-2, 2), `positive` (0.2, 2), `unit` (0.05, 0.95). */
export type Domain = "real" | "positive" | "unit";

const RANGES: Readonly<Record<Domain, readonly [low: number, high: number]>> = {
  real: [-2, 2],
  positive: [0.2, 2],
  unit: [0.05, 0.95],
};

/** Values representable in float32, the same for the same seed, one domain for each shape. */
export function drawAll(
  shapes: readonly (readonly number[])[],
  domains: Domain | readonly Domain[],
  seed: number,
  dtype: Dtype = "float64",
): Tensor[] {
  const generator = new Generator(seed);
  return shapes.map((shape, i) => {
    const [low, high] = RANGES[typeof domains === "string" ? domains : (domains[i] ?? "real")];
    return rand([...shape], { generator }).mul(high - low).add(low).to(dtype); // prettier-ignore
  });
}
