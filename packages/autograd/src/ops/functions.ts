// The operations whose first argument is not the tensor they are about: functions only, where those of `index.ts` are
// methods too.
export { concat } from "./concat.ts";
export { einsum } from "./einsum.ts";
export { embedding, type EmbeddingOptions } from "./embedding.ts";
export { stack } from "./stack.ts";
