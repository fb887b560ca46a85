// Initial values, written into tensors in place.
export { constant, identity, identity as eye, ones, zeros } from "./constant.ts";
export { dirac, type DiracOptions } from "./dirac.ts";
export { calculateGain, type Nonlinearity } from "./gain.ts";
export { kaimingNormal, kaimingUniform, type KaimingOptions } from "./kaiming.ts";
export { normal, type NormalOptions } from "./normal.ts";
export type { InitOptions } from "./options.ts";
export { orthogonal, type OrthogonalOptions } from "./orthogonal.ts";
export { sparse, type SparseOptions } from "./sparse.ts";
export { truncNormal, type TruncNormalOptions } from "./trunc-normal.ts";
export { uniform, type UniformOptions } from "./uniform.ts";
export { xavierNormal, xavierUniform, type XavierOptions } from "./xavier.ts";
