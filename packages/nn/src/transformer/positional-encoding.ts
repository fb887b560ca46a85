import {
  ShapeError,
  add,
  checkInteger,
  formatShape,
  operand,
  refuseExtra,
  reshape,
  tensor,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { Module } from "../module.ts";
import { checkLayerOptions } from "../options.ts";

/** Options of {@link PositionalEncoding}. */
export interface PositionalEncodingOptions {
  /** Whether sequences are `[N, L, E]` instead of `[L, N, E]`. Default false. */
  batchFirst?: boolean;
}

/**
 * Adds to each step waves of its number, so that attention can tell positions apart (Vaswani et al., "Attention is all you
 * need", 2017): `sin(t / 10000^(i / dModel))` in even places i, the cosine of the same in the odd ones after them. Nothing is
 * trained, and sequences may have any length.
 *
 * @example
 * new PositionalEncoding(16, { batchFirst: true }).forward(randn([2, 5, 16])); // [2, 5, 16]
 * @throws ArgumentError if `dModel` is not a whole number ≥ 1
 */
export class PositionalEncoding extends Module {
  readonly dModel: number;
  readonly batchFirst: boolean;

  constructor(dModel: number, options: PositionalEncodingOptions = {}) {
    super();
    checkLayerOptions("PositionalEncoding", options, ["batchFirst"], []);
    this.dModel = checkInteger("PositionalEncoding", "dModel", dModel, 1);
    this.batchFirst = options.batchFirst ?? false;
  }

  /** @throws ShapeError if `x` is not `[L, N, dModel]`, batch first if so set, or `[L, dModel]` */
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("PositionalEncoding.forward", arguments, 1, true);
    const t = operand("PositionalEncoding", x);
    const { ndim, shape } = t;
    if ((ndim !== 2 && ndim !== 3) || shape[ndim - 1] !== this.dModel)
      throw new ShapeError(
        `PositionalEncoding: x ${formatShape(shape)} must be ${this.batchFirst ? "[N, L, E]" : "[L, N, E]"} or [L, E] with E = ${this.dModel}`,
      );
    const steps = ndim === 3 && this.batchFirst ? shape[1] : shape[0];
    const waves = tensor(this.#waves(steps), { shape: [steps, this.dModel], dtype: t.dtype });
    return add(t, ndim === 3 && !this.batchFirst ? reshape(waves, [steps, 1, this.dModel]) : waves);
  }

  #waves(steps: number): Float64Array {
    const { dModel } = this;
    return Float64Array.from({ length: steps * dModel }, (_, at) => {
      const i = at % dModel;
      const angle = Math.floor(at / dModel) / 10000 ** ((i - (i % 2)) / dModel);
      return i % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    });
  }
}
