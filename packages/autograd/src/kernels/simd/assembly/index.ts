export {
  abs,
  absSlope,
  neg,
  reciprocal,
  reciprocalSlope,
  rsqrt,
  rsqrtSlope,
  sqrt,
  sqrtSlope,
  square,
  squareSlope,
} from "./algebraic";
export { add, div, mul, sub } from "./arithmetic";
export { elu, eluSlope } from "./elu";
export { erf, erfSlope } from "./erf";
export { copyRows } from "./copy-rows";
export { exp, expSlope } from "./exp";
export { gelu, geluSlope } from "./gelu";
export { geluTanh, geluTanhSlope } from "./gelu-tanh";
export { gruGates, gruGatesSlope } from "./gru-gates";
export { leakyRelu, leakyReluSlope } from "./leaky-relu";
export { log, logSlope } from "./log";
export { logSigmoid, logSigmoidSlope } from "./log-sigmoid";
export { lstmGates, lstmGatesSlope } from "./lstm-gates";
export { lstmOutput, lstmOutputSlope } from "./lstm-output";
export { normalize, normalizeSlope } from "./normalize";
export { adam, descend, momentum } from "./optimizers";
export { matmul, matmulWorkspace, packRight } from "./matmul";
export { relu, reluSlope } from "./relu";
export { rnnGate } from "./rnn-gate";
export { sigmoid, sigmoidSlope } from "./sigmoid";
export { silu, siluSlope } from "./silu";
export { logSoftmax, logSoftmaxSlope, scaleRows, softmax, softmaxSlope } from "./softmax";
export { addColumnSums, addRowSums, sumOfSquares } from "./sum";
export { tanh, tanhSlope } from "./tanh";
export { vectorMatrix } from "./vector-matrix";

/** The first byte after the constants, aligned to 16: the arena starts here. */
export function arenaStart(): usize {
  return (__heap_base + 15) & ~15;
}
