import { tensor, type Tensor, type TensorLike } from "../../../src/index.ts";
import type { OpSamples } from "./sample.ts";

type Unary = (x: TensorLike) => Tensor;
type Binary = (a: TensorLike, b: TensorLike) => Tensor;

/** Calls of a map over elements. */
export const maps = (op: Unary): OpSamples["samples"] =>
  [[2, 3], [], [1], [0, 2]].map((shape) => ({ inputs: [shape], call: (x) => op(x) }));
/** Calls of a map with data that is no tensor. */
export const notNumbers = (op: Unary): OpSamples["bad"] => [() => op("a" as never), () => op([[1], [2, 3]])];

/** Calls of a broadcasting operation. */
export const pairs = (op: Binary): OpSamples["samples"] =>
  [
    [[2, 3], [2, 3]],
    [[2, 3], [3]],
    [[2, 1, 3], [4, 1]],
    [[], [2]],
    [[0, 3], [1, 3]],
    [[1], [1]],
  ].map((inputs) => ({ inputs, call: (a, b) => op(a, b) })); // prettier-ignore
/** Calls of a broadcasting operation with shapes that do not fit, and with data that is no tensor. */
export const clash = (op: Binary): OpSamples["bad"] => [
  () => op(tensor([1, 2]), tensor([1, 2, 3])),
  () => op("a" as never, 1),
];
