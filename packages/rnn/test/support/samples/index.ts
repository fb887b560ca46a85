import type { Module } from "@rewind/nn";
import type * as rnn from "../../../src/index.ts";
import { cells } from "./cells.ts";
import { decoders } from "./decoders.ts";
import { layers } from "./layers.ts";
import type { Sample } from "./subject.ts";
import { wrappers } from "./wrappers.ts";

export type { Course, Plan, Sample, Subject } from "./subject.ts";

type Exports = typeof rnn;

/** The exported modules that can be made: cells, wrappers, layers, decoders. */
export type Provable = {
  [K in keyof Exports]: Exports[K] extends new (...args: never) => Module ? K : never;
}[keyof Exports];

/** Samples of every cell, wrapper and layer: one that is exported without any does not compile. */
export const samples: Readonly<Record<Provable, readonly Sample[]>> = {
  ...cells,
  ...wrappers,
  ...layers,
  ...decoders,
};
