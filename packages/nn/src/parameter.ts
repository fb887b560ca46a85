import { Tensor, checkFlag, checkOptions, isTensor, tensor, type TensorLike } from "@rewind/autograd";

/** Options of {@link Parameter}. */
export interface ParameterOptions {
  /** Whether it is trained. Default true. */
  requiresGrad?: boolean;
}

/**
 * A tensor that a {@link Module} owns and an optimizer trains: a leaf that requires a gradient. Copies what it is made
 * of, without its history.
 *
 * @example
 * const scale = new Parameter(ones([4]));
 */
export class Parameter extends Tensor {
  /** For the compiler: no other tensor will do where a Parameter is declared. */
  declare protected readonly owned: true;

  constructor(data: TensorLike, options: ParameterOptions = {}) {
    checkOptions("Parameter", options, ["requiresGrad"]);
    checkFlag("Parameter", "requiresGrad", options.requiresGrad);
    const values = tensor(isTensor(data) ? data.detach() : data);
    super(values.data, values.shape);
    this.requiresGrad = options.requiresGrad ?? true;
  }
}
