// Initial values, written into tensors in place.
export { constant, identity, ones, zeros } from "./constant.ts";
export { calculateGain, type Nonlinearity } from "./gain.ts";
export { kaimingNormal, kaimingUniform, type KaimingOptions } from "./kaiming.ts";
export { normal, type NormalOptions } from "./normal.ts";
export type { InitOptions } from "./options.ts";
export { orthogonal, type OrthogonalOptions } from "./orthogonal.ts";
export { sparse, type SparseOptions } from "./sparse.ts";
export { uniform, type UniformOptions } from "./uniform.ts";
export { xavierNormal, xavierUniform, type XavierOptions } from "./xavier.ts";
