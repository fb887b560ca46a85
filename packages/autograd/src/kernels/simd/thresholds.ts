import type { FloatArray } from "../float-array.ts";

/** Where copying in and out begins to pay, measured against the plain loops on Node 20 and 24. */
export interface Thresholds {
  /** Elements of a result of add, sub, mul, div. */
  readonly arithmetic: number;
  /** Elements of a map that the plain loop computes with a function of `Math`. */
  readonly transcendental: number;
  /** Elements of a map or slope that the plain loop computes with a few additions and products. */
  readonly simple: number;
  /** Elements of rows of which the plain loop computes every exponential. */
  readonly transcendentalRows: number;
  /** Elements of rows of which the plain loop computes a sum and then a few products. */
  readonly sumRows: number;
  /** Elements of rows to be normalized. */
  readonly normalizedRows: number;
  /** Elements of rows that the plain loop only multiplies. */
  readonly scaledRows: number;
  /** Elements of a parameter to be updated. */
  readonly updates: number;
  /** Elements to be squared and summed. */
  readonly squares: number;
  /** Elements to be summed. */
  readonly sum: number;
  /** Products of elements in a matmul, `m n k`. */
  readonly products: number;
}

export const measured: Thresholds = {
  arithmetic: 128,
  transcendental: 16,
  simple: 32,
  transcendentalRows: 40,
  sumRows: 64,
  normalizedRows: 256,
  scaledRows: 512,
  updates: 144,
  squares: 256,
  sum: 256,
  products: 64,
};

export function isFloat32(array: FloatArray): array is Float32Array {
  return array instanceof Float32Array;
}
