/**
 * What the sibling packages build on, member by member: of `init` as a whole a bundler keeps all. Outside semantic versioning.
 *
 * @module
 */
export { identity, orthogonal, uniform } from "./init/index.ts";
