import {
  ArgumentError,
  ShapeError,
  checkOptions,
  formatShape,
  formatValue,
  mean,
  operands,
  sameShape,
  sum,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";

/** What becomes of the elementwise losses: their mean, their sum, or nothing. */
export type Reduction = "mean" | "sum" | "none";

/** What all losses have in common. */
export interface LossOptions {
  /** Default `"mean"`, over all elements: NaN if there are none, as in PyTorch. */
  reduction?: Reduction;
}

const REDUCTIONS: readonly string[] = ["mean", "sum", "none"];

/** The reduction asked for, after all options' names have been checked. @internal */
export function checkReduction<R extends string = Reduction>(
  op: string,
  options: { readonly reduction?: R },
  others: readonly string[] = [],
  known: readonly string[] = REDUCTIONS,
): R | "mean" {
  checkOptions(op, options, ["reduction", ...others]);
  const chosen = options.reduction ?? "mean";
  if (known.includes(chosen)) return chosen;
  const choices = known.map((name) => JSON.stringify(name)).join(", ");
  throw new ArgumentError(`${op}: reduction must be one of ${choices}, got ${formatValue(chosen)}`);
}

/** Refuses a tensor in which an element is negative: NaN is not. @internal */
export function checkNotNegative(op: string, name: string, { data }: Tensor, remedy: string): void {
  const at = data.findIndex((value) => value < 0);
  if (at >= 0) throw new ArgumentError(`${op}: ${name} ${data[at]} at position ${at} is negative; ${remedy}`);
}

/** @internal */
export function reduce(losses: Tensor, reduction: Reduction): Tensor {
  if (reduction === "none") return losses;
  return reduction === "sum" ? sum(losses) : mean(losses);
}

/** Prediction and target in one dtype, of one shape: a loss that broadcast would hide a mistake. @internal */
export function pair(
  op: string,
  input: TensorLike,
  target: TensorLike,
  [first, second]: readonly [string, string] = ["input", "target"],
): [input: Tensor, target: Tensor] {
  const [x, t] = operands(op, [input, target]);
  if (!sameShape(x.shape, t.shape)) {
    throw new ShapeError(
      `${op}: ${first} ${formatShape(x.shape)} and ${second} ${formatShape(t.shape)} must have one shape; reshape or expand one of them`,
    );
  }
  return [x, t];
}
