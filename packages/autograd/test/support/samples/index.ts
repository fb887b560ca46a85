import type * as ops from "../operations.ts";
import * as activations from "./activations.ts";
import * as attention from "./attention.ts";
import * as channelNorms from "./channel-norms.ts";
import * as compositions from "./compositions.ts";
import * as core from "./core.ts";
import * as dropout from "./dropout.ts";
import * as elementwise from "./elementwise.ts";
import * as indexing from "./indexing.ts";
import * as layerNorm from "./layer-norm.ts";
import * as neighbourhoods from "./neighbourhoods.ts";
import * as ordering from "./ordering.ts";
import * as rearranging from "./rearranging.ts";
import * as reductions from "./reductions.ts";
import * as shapes from "./shapes.ts";
import * as trigonometry from "./trigonometry.ts";
import type { OpSamples } from "./sample.ts";

export type { Domain, OpSamples, Sample } from "./sample.ts";

/** Samples of every operation: one that is exported without any does not compile. */
export const samples: Readonly<Record<keyof typeof ops, OpSamples>> = {
  ...activations,
  ...attention,
  ...channelNorms,
  ...compositions,
  ...core,
  ...dropout,
  ...elementwise,
  ...indexing,
  ...layerNorm,
  ...neighbourhoods,
  ...ordering,
  ...rearranging,
  ...reductions,
  ...shapes,
  ...trigonometry,
};
