export { add, div, mul, sub } from "./arithmetic";
export { copyRows } from "./copy-rows";
export { exp, expSlope } from "./exp";
export { gruGates, gruGatesSlope } from "./gru-gates";
export { log, logSlope } from "./log";
export { lstmGates, lstmGatesSlope } from "./lstm-gates";
export { matmul, matmulWorkspace, packRight } from "./matmul";
export { relu, reluSlope } from "./relu";
export { sigmoid, sigmoidSlope } from "./sigmoid";
export { addColumnSums, addRowSums } from "./sum";
export { tanh, tanhSlope } from "./tanh";
export { vectorMatrix } from "./vector-matrix";

/** The first byte after the constants, aligned to 16: the arena starts here. */
export function arenaStart(): usize {
  return (__heap_base + 15) & ~15;
}
