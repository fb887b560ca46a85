/**
 * What the sibling packages build on beyond the public surface: fused operations with the engine's own records, and the
 * checks at every door. Exported, but outside semantic versioning.
 *
 * @module
 */
import "./ops/methods.ts";
import "./tape/attach.ts";

export { brand, formatNames, formatShape, formatValue, fromAnotherCopy } from "./errors.ts";
export type { FloatArray } from "./kernels/float-array.ts";
export { kernels } from "./kernels/kernel.ts";
export type { Lowered, Site } from "./kernels/lowered.ts";
export type { Heap } from "./kernels/simd/heap.ts";
export { Resident } from "./kernels/simd/resident.ts";
export { PlainWorkspace, kernelHeap, type Workspace } from "./kernels/workspace.ts";
export { applyChecked as applyOp, applyManyChecked as applyOpMany } from "./ops/define-op.ts";
export { checkFlag, checkFlags, checkFunction, checkOptions } from "./ops/options.ts";
export { nearest } from "./tensor/nearest.ts";
export { matmulOp, type MatmulPlan } from "./ops/matmul.ts";
export { softmaxWeights } from "./ops/softmax.ts";
export { sumTo } from "./ops/reductions/sum.ts";
export { runtime } from "./runtime.ts";
export type { OpCall, Recorder } from "./tape/recorder.ts";
export { uninitialized } from "./tensor/uninitialized.ts";
export { operand, operands } from "./ops/operand.ts";
export type { InputGrads, Op, OutputGrads } from "./tape/op.ts";
export { refuseExtra } from "./tensor/arguments.ts";
export { checkData, isTensor } from "./tensor/tensor.ts";
export { recordsOf } from "./tape/inspect.ts";
export { allocate } from "./tensor/allocate.ts";
export { broadcastShape } from "./tensor/broadcast.ts";
export { checkGenerator } from "./tensor/generator.ts";
export { empty } from "./tensor/create.ts";
export { checkDtype } from "./tensor/dtype.ts";
export { toIndices } from "./tensor/indices.ts";
export {
  checkAxis,
  checkInteger,
  checkNumber,
  checkShape,
  isIterable,
  isList,
  isListOf,
  numbersFor,
  readable,
  sameShape,
  sizeOf,
  type Shape,
} from "./tensor/shape.ts";
