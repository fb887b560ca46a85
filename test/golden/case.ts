/** A tensor of the data set: row-major, scalars with shape []. Strings stand for NaN and the infinities. */
export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly data: readonly (number | string)[];
  readonly dtype?: "int" | "bool";
}

export type GoldenTensors = Readonly<Record<string, GoldenTensor>>;

/** One case: see data/README.md. */
export interface GoldenCase {
  readonly id: string;
  readonly kind: string;
  readonly tol?: { readonly rtol: number; readonly atol: number };
  readonly inputs: GoldenTensors;
  readonly params?: GoldenTensors;
  readonly options: Readonly<Record<string, unknown>>;
  readonly outputs: GoldenTensors;
  readonly cotangents?: GoldenTensors;
  readonly grads?: GoldenTensors;
  /** Where the case's file lies: checkpoints name others beside it. */
  readonly folder: string;
}

/** The number a JSON value stands for. */
export function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  if (value === "Infinity" || value === "inf") return Infinity;
  if (value === "-Infinity" || value === "-inf") return -Infinity;
  if (value === "NaN") return NaN;
  throw new Error(`not a number: ${JSON.stringify(value)}`);
}
