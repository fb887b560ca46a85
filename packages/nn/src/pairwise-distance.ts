import {
  ShapeError,
  add,
  checkNumber,
  formatShape,
  norm,
  operands,
  refuseExtra,
  sub,
  type Shape,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { Module } from "./module.ts";
import { checkLayerOptions } from "./options.ts";

/** Options of {@link PairwiseDistance}. */
export interface PairwiseDistanceOptions {
  /** Exponent, above 0; Infinity for the largest difference. Default 2. */
  p?: number;
  /** Added to each difference, so that equal vectors have a gradient. Default 1e-6. */
  eps?: number;
  /** Whether the axis of the vectors stays, with size 1. Default false. */
  keepDims?: boolean;
}

/**
 * Distance of vectors in the last axis, `(Σ |x1 - x2 + eps|^p)^(1/p)`; the other axes broadcast.
 *
 * @example
 * pairwiseDistance([[0, 0]], [[3, 4]]); // [5], but for eps
 * @throws ShapeError if the vectors differ in length or the shapes do not broadcast
 * @throws ArgumentError if an option is out of range
 */
export function pairwiseDistance(
  x1: TensorLike,
  x2: TensorLike,
  options: PairwiseDistanceOptions = {},
): Tensor {
  const { p, eps, keepDims } = checked("pairwiseDistance", options);
  const [a, b] = operands("pairwiseDistance", [x1, x2]);
  if (!areVectors(a.shape, b.shape))
    throw new ShapeError(
      `pairwiseDistance: x1 ${formatShape(a.shape)} and x2 ${formatShape(b.shape)} must be vectors of one length in their last axis, ` +
        `with other axes that are equal or 1`,
    );
  return norm(add(sub(a, b), eps), { p, axis: -1, keepDims });
}

/**
 * {@link pairwiseDistance} as a module.
 *
 * @example
 * new PairwiseDistance({ p: 1 }).forward(randn([8, 3]), randn([8, 3])); // [8]
 * @throws ArgumentError if an option is out of range
 */
export class PairwiseDistance extends Module {
  readonly p: number;
  readonly eps: number;
  readonly keepDims: boolean;

  constructor(options: PairwiseDistanceOptions = {}) {
    super();
    const { p, eps, keepDims } = checked("PairwiseDistance", options);
    this.p = p;
    this.eps = eps;
    this.keepDims = keepDims;
  }

  forward(x1: TensorLike, x2: TensorLike): Tensor {
    if (arguments.length > 2) refuseExtra("PairwiseDistance.forward", arguments, 2, true);
    const { p, eps, keepDims } = this;
    return pairwiseDistance(x1, x2, { p, eps, keepDims });
  }
}

/** Whether the last axes are one, and the others broadcast. */
function areVectors(a: Shape, b: Shape): boolean {
  if (a.length === 0 || b.length === 0 || a.at(-1) !== b.at(-1)) return false;
  const shared = Math.min(a.length, b.length);
  for (let axis = 2; axis <= shared; axis++) {
    const [m, n] = [a[a.length - axis], b[b.length - axis]];
    if (m !== n && m !== 1 && n !== 1) return false;
  }
  return true;
}

function checked(op: string, options: PairwiseDistanceOptions): Required<PairwiseDistanceOptions> {
  checkLayerOptions(op, options, ["keepDims"], ["p", "eps"]);
  return {
    p: checkNumber(op, "p", options.p ?? 2, Number.MIN_VALUE),
    eps: checkNumber(op, "eps", options.eps ?? 1e-6, 0, Number.MAX_VALUE),
    keepDims: options.keepDims ?? false,
  };
}
