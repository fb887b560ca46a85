import {
  ShapeError,
  checkNumber,
  dropout,
  formatShape,
  mul,
  ones,
  operand,
  refuseExtra,
  type Generator,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { Module } from "./module.ts";
import { checkLayerOptions } from "./options.ts";

/** Options of {@link LockedDropout}. */
export interface LockedDropoutOptions {
  /** Whether inputs are `[B, T, …]` instead of `[T, B, …]`. Default false. */
  batchFirst?: boolean;
  /** Source of the masks. Default: the default generator. */
  generator?: Generator;
}

/**
 * Dropout whose mask is the same at every time step of a sequence `[T, B, …]` (Gal and Ghahramani, "A theoretically grounded
 * application of dropout in recurrent neural networks", 2016; between the layers of Merity et al.'s AWD-LSTM): in training, each
 * feature of each sequence is zero throughout with probability `p`, and divided by `1 - p` otherwise. Each call draws anew.
 *
 * @example
 * const locked = new LockedDropout(0.4);
 * locked.forward(randn([35, 4, 16])); // locked.eval() passes everything
 * @throws ArgumentError if `p` is not from 0 to 1, or an option is unknown
 */
export class LockedDropout extends Module {
  readonly p: number;
  readonly batchFirst: boolean;
  readonly #generator: Generator | undefined;

  constructor(p: number = 0.5, options: LockedDropoutOptions = {}) {
    super();
    checkLayerOptions("LockedDropout", options, ["batchFirst"], ["generator"]);
    this.p = checkNumber("LockedDropout", "p", p, 0, 1);
    this.batchFirst = options.batchFirst ?? false;
    this.#generator = options.generator;
  }

  /**
   * @param x `[T, B, …]`, batch first if so set, or a single sequence `[T, I]`
   * @throws ShapeError if `x` has fewer than two axes
   */
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("LockedDropout.forward", arguments, 1, true);
    const t = operand("LockedDropout", x);
    if (t.ndim < 2)
      throw new ShapeError(
        `LockedDropout: x ${formatShape(t.shape)} must be a sequence, [T, B, …] or [T, I]`,
      );
    if (!this.training || this.p === 0) return t;
    const time = this.batchFirst && t.ndim > 2 ? 1 : 0;
    const shape = t.shape.map((size, axis) => (axis === time ? 1 : size));
    const mask = dropout(ones(shape, { dtype: t.dtype }), {
      p: this.p,
      training: true,
      generator: this.#generator,
    });
    return mul(t, mask);
  }
}
