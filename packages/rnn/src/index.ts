export type { Cell } from "./cell.ts";
export {
  detachState,
  flattenState,
  mapState,
  resetRows,
  type ResetRowsOptions,
  type Rows,
  type StateLeaf,
  type StateTree,
} from "./state.ts";
export type { ScanMode } from "./scan/scan.ts";
export { unroll, type UnrollOptions, type UnrollResult } from "./unroll.ts";
export type { Lengths } from "./lengths.ts";
export type { Nonlinearity } from "./gates/rnn-gate.ts";
export type { LSTMState } from "./recurrence/lstm.ts";
export { RecurrentCell, type RecurrentCellOptions } from "./recurrent-cell.ts";
export { RNNCell, type RNNCellOptions } from "./rnn-cell.ts";
export { LSTMCell, type LSTMCellOptions } from "./lstm-cell.ts";
export { GRUCell, type GRUCellOptions } from "./gru-cell.ts";
export { RecurrentLayer } from "./recurrent-layer.ts";
export type { LayerForwardOptions, LayerResult, RecurrentLayerOptions } from "./layer-options.ts";
export { RNN, type RNNOptions } from "./rnn.ts";
export { LSTM, type LSTMOptions } from "./lstm.ts";
export { GRU, type GRUOptions } from "./gru.ts";
export {
  truncatedBPTT,
  type LossWindow,
  type TruncatedBPTTOptions,
  type TruncatedRun,
  type Window,
} from "./truncated-bptt.ts";
export { gradientFlow, type GradientFlow, type GradientFlowOptions } from "./gradient-flow.ts";
export { batchify, windows, type StreamWindow, type WindowsOptions } from "./stream.ts";
export * from "./attention/index.ts";
