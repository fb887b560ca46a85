// Options are checked alike in every layer.
export { checkFinite, checkFlag, checkFlags, checkFunction, checkOptions } from "../tensor/options.ts";
