export type { Cell, Stateful, StateOf } from "./cell.ts";
export {
  detachState,
  flattenState,
  mapState,
  type Rows,
  type StateLeaf,
  type StateNames,
  type StateTree,
} from "./state.ts";
export { resetRows, type ResetRowsOptions } from "./reset-rows.ts";
export type { ScanMode } from "./scan/scan.ts";
export { unroll, type UnrollOptions, type UnrollResult } from "./unroll.ts";
export type { Lengths } from "./lengths.ts";
export type { Nonlinearity } from "./gates/rnn-gate.ts";
export type { LSTMState } from "./recurrence/lstm.ts";
export type { RecurrentInit } from "./init.ts";
export * from "./cells/index.ts";
export * from "./wrappers/index.ts";
export { RecurrentLayer } from "./recurrent-layer.ts";
export type { LayerForwardOptions, LayerResult, RecurrentLayerOptions } from "./layer-options.ts";
export { RNN, type RNNOptions } from "./rnn.ts";
export { LSTM, type LSTMOptions } from "./lstm.ts";
export { GRU, type GRUOptions } from "./gru.ts";
export { Recurrent, type RecurrentForwardOptions, type RecurrentOptions } from "./recurrent.ts";
export {
  BidirectionalLayer,
  type BidirectionalForwardOptions,
  type BidirectionalOptions,
  type BidirectionalState,
} from "./bidirectional-layer.ts";
export * from "./truncated-bptt/index.ts";
export { gradientFlow, type GradientFlow, type GradientFlowOptions } from "./gradient-flow.ts";
export { batchify, windows, type StreamWindow, type WindowsOptions } from "./stream.ts";
export * from "./attention/index.ts";
