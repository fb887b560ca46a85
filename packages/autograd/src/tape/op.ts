import type { Lowered, Site } from "../kernels/lowered.ts";
import type { Shape } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Deferred } from "./deferred.ts";

/** One gradient per output of an operation; null where the loss does not depend on that output. */
export type OutputGrads = readonly (Tensor | null)[];
/**
 * One gradient per input, in any shape the input broadcasts to; null where there is none. Deferred only where the context
 * says so.
 */
export type InputGrads = readonly (Tensor | Deferred | null)[];

/** What a rule sees of its own record. */
export interface Context {
  /** Keeps tensors (inputs or outputs) for the backward rule, with their present version. Call once, in `forward`. */
  save(...tensors: Tensor[]): void;
  /** What `forward` saved. */
  readonly saved: readonly Tensor[];
  readonly inputShapes: readonly Shape[];
  /** Whether input `i` wants a gradient, of the walk that asks if there is one: rules skip work nobody asked for. */
  needs(input: number): boolean;
  /** Whether the gradient of input `i` may be deferred: nobody differentiates it again. */
  defers(input: number): boolean;
  /** Takes the complete gradients of outputs that the operation itself reads further on; null unless somebody asks for one. */
  readonly totals: ((output: number, total: Tensor) => void) | null;
  /** Calls `release` when the record lets go of what it saved, because it was used up or cut off. Call once, in `forward`. */
  whenFreed(release: () => void): void;
}

/** How an operation computes and how it differentiates. `O` are its plain, non-differentiable options. */
export interface Op<O = unknown> {
  readonly name: string;
  /** Whether each output element depends on the input elements broadcast to its place alone: leading axes are a batch. */
  readonly elementwise?: boolean;
  /** Whether each row of the output, a matrix, comes from that row of the first input, a matrix too, and all of the others. */
  rowwise?(options: O): boolean;
  /** Whether the output is the input's elements in their order: programs need not copy them. */
  readonly alias?: boolean;
  /** Computes the outputs from the inputs' data. Runs unrecorded. */
  forward(context: Context, inputs: readonly Tensor[], options: O): Tensor | Tensor[];
  /**
   * The vector-Jacobian product, written in operations so that it can itself be differentiated. May be left out where
   * there is a `composed`.
   */
  backward?(context: Context, grads: OutputGrads, options: O): InputGrads;
  /**
   * Whether the operation itself reads an output further on, as a loop does the state after each step: what arrives from
   * elsewhere is then not all of its gradient, and the rule tells `totals` of the whole.
   */
  carried?(output: number, options: O): boolean;
  /**
   * For fused operations: the definition in primitive ones. Backward passes with `createGraph` differentiate this
   * instead of calling `backward`, which may then be plain loops.
   */
  composed?(inputs: readonly Tensor[], options: O): Tensor | Tensor[];
  /** The forward pass as kernel calls, for programs that keep their values in kernel memory; null where it has none. */
  lower?(site: Site, options: O): Lowered | null;
}

/** The end of the line: where a leaf's gradient arrives. */
export const LEAF: Op = { name: "leaf", forward: () => [] };
