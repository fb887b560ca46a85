import { Generator, randn, type Tensor } from "@rewind/autograd";

/** Float64 normal numbers, the same for the same seed. */
export function randomTensor(shape: readonly number[], seed: number, requiresGrad: boolean = false): Tensor {
  return randn(shape, { dtype: "float64", generator: new Generator(seed), requiresGrad });
}
