import type * as nn from "../../../src/index.ts";
import type * as lossModules from "../../../src/losses/modules.ts";
import { activations } from "./activations.ts";
import type { LayerSamples } from "./layer.ts";
import * as neighbourhoods from "./neighbourhoods.ts";
import * as norms from "./norms.ts";
import * as others from "./others.ts";
import * as projections from "./projections.ts";
import * as transformers from "./transformers.ts";

type Exports = typeof nn;
/** Modules that compute something and are no loss. */
type LayerName = {
  [K in keyof Exports]: Exports[K] extends new (...args: never[]) => nn.Module ? K : never;
}[Exclude<keyof Exports, keyof typeof lossModules | "ModuleList" | "ModuleDict">];

const { pools, ...convolutions } = neighbourhoods;

/** Samples of every layer: one that is exported without any does not compile. */
export const samples: { readonly [K in LayerName]: LayerSamples<Exports[K]> } = {
  ...activations,
  ...convolutions,
  ...norms,
  ...others,
  ...pools,
  ...projections,
  ...transformers,
};
