import { checkNumber } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { checkOptions } from "../options.ts";
import { isFinite } from "./comparisons.ts";
import { unaryWith } from "./unary.ts";

/** Options of {@link nanToNum}. */
export interface NanToNumOptions {
  /** What replaces NaN. Default 0. */
  nan?: number;
  /** What replaces Infinity. Default the largest number of the dtype. */
  posinf?: number | null;
  /** What replaces -Infinity. Default the lowest number of the dtype. */
  neginf?: number | null;
}

const op = unaryWith<Required<NanToNumOptions>>({
  name: "nanToNum",
  saves: "input",
  value: (x, { nan, posinf, neginf }) =>
    x !== x ? nan : x === Infinity ? Number(posinf) : x === -Infinity ? Number(neginf) : x,
  slope: (x) => (Number.isFinite(x) ? 1 : 0),
  derivative: (x) => isFinite(x),
});

/**
 * `x` with NaN and the infinities replaced by numbers; what is replaced gets gradient 0.
 *
 * @example
 * nanToNum(tensor([NaN, 2, Infinity]), { posinf: 9 }); // [0, 2, 9]
 * @throws ArgumentError if a replacement is not a number
 */
export function nanToNum(x: TensorLike, options: NanToNumOptions = {}): Tensor {
  const t = operand("nanToNum", x);
  checkOptions("nanToNum", options, ["nan", "posinf", "neginf"]);
  const largest = t.dtype === "float32" ? (2 - 2 ** -23) * 2 ** 127 : Number.MAX_VALUE;
  return op(t, {
    nan: checkNumber("nanToNum", "nan", options.nan ?? 0),
    posinf: checkNumber("nanToNum", "posinf", options.posinf ?? largest),
    neginf: checkNumber("nanToNum", "neginf", options.neginf ?? -largest),
  });
}
