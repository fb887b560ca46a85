import { cosineSimilarity, type CosineSimilarityOptions, type TensorLike } from "@rewind/autograd";
import { FunctionModule } from "./function-module.ts";

/**
 * {@link cosineSimilarity} as a module; along axis 1 unless told otherwise.
 *
 * @example
 * new CosineSimilarity().forward(randn([8, 3]), randn([8, 3])); // [8]
 * @throws ArgumentError if an option is unknown or out of range
 */
export class CosineSimilarity extends FunctionModule<
  [x1: TensorLike, x2: TensorLike],
  CosineSimilarityOptions
> {
  constructor(options: CosineSimilarityOptions = {}) {
    super(cosineSimilarity, ["axis", "eps"], options);
  }
}
