// The operations whose first argument is not the tensor they are about: functions only, where those of `index.ts` are
// methods too.
export { embedding, type EmbeddingOptions } from "./embedding.ts";
export { einsum } from "./products/einsum.ts";
export { concat, stack } from "./shape/joining.ts";
