import type { Tensor } from "@rewind/autograd";
import type { Result } from "./compare.ts";
import type { Inputs } from "./inputs.ts";

/** Everything a case's `outputs` names, and for kinds with losses of their own everything `grads` names. */
export interface Computed {
  readonly outputs: Readonly<Record<string, Result>>;
  /** Only where the kind ran backward itself; otherwise the runner does, from the cotangents. */
  readonly grads?: Readonly<Record<string, Result>>;
}

/** Computes a case through the public API: a bare tensor is the output `out`. */
export type Kind = (inputs: Inputs) => Tensor | Computed;

export type Kinds = Readonly<Record<string, Kind>>;

/** Finds what computes a kind; null if nothing does. */
export type FindKind = (kind: string) => Kind | null;
