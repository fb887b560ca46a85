import { Tensor } from "@rewind/autograd";
import { numberOf, type GoldenTensor } from "./case.ts";

/** What a kind may return for an output: a tensor, a number, or integers with their shape if not one flat axis. */
export type Result =
  Tensor | number | ArrayLike<number> | { shape: readonly number[]; data: ArrayLike<number> };

export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

/** How far an array is from the reference: the largest error in units of what is allowed; above 1 fails. */
export interface Difference {
  readonly ratio: number;
  readonly text: string;
}

/** Compares as data/README.md says: |a - b| <= atol + rtol |b|, shapes and integers exactly. */
export function compare(name: string, got: Result, wanted: GoldenTensor, tolerance: Tolerance): Difference {
  const { shape, data } = unpack(got, wanted);
  if (shape.join() !== wanted.shape.join()) {
    return {
      ratio: Infinity,
      text: `${name}: shape [${shape.join(", ")}], wanted [${wanted.shape.join(", ")}]`,
    };
  }
  const exact = wanted.dtype !== undefined;
  let worst: Difference = { ratio: 0, text: "" };
  wanted.data.forEach((value, i) => {
    const b = numberOf(value);
    const a = data[i];
    if (Object.is(a, b) || a === b) return;
    const error = Math.abs(a - b);
    const ratio =
      exact || !Number.isFinite(b) ? Infinity : error / (tolerance.atol + tolerance.rtol * Math.abs(b));
    if (ratio > worst.ratio || Number.isNaN(ratio)) {
      worst = {
        ratio: Number.isNaN(ratio) ? Infinity : ratio,
        text: `${name}[${i}]: got ${a}, wanted ${b}, error ${error.toExponential(2)}`,
      };
    }
  });
  return worst;
}

function unpack(got: Result, wanted: GoldenTensor): { shape: readonly number[]; data: ArrayLike<number> } {
  if (got instanceof Tensor) return got;
  if (typeof got === "number") return { shape: [], data: [got] };
  if (isShaped(got)) return got;
  // Integer results come flat; their number of elements is all that can be held to the shape.
  const size = wanted.shape.reduce((product, n) => product * n, 1);
  return { shape: got.length === size ? wanted.shape : [got.length], data: got };
}

function isShaped(got: object): got is { shape: readonly number[]; data: ArrayLike<number> } {
  return "shape" in got && "data" in got;
}
