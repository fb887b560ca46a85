/** Every operation, those that are functions only included. */
export * from "../../src/ops/functions.ts";
export * from "../../src/ops/index.ts";
