// The losses as modules, by what they take.
export * from "./class-modules.ts";
export * from "./many-input-modules.ts";
export * from "./pair-modules.ts";
