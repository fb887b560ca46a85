// Options are checked alike in every layer.
export { checkFinite, checkFlag, checkOptions } from "../tensor/options.ts";
