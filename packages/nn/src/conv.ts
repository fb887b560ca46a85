import {
  ArgumentError,
  checkInteger,
  checkOptions,
  conv1d,
  conv2d,
  zeros,
  type ConvOptions,
  type Generator,
  type PerAxis,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { uniform } from "./init/uniform.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

/** Options of {@link Conv1d} and {@link Conv2d}. */
export interface ConvLayerOptions extends ConvOptions {
  /** Whether a bias is added. Default true. */
  bias?: boolean;
  /** Source of the initial values. Default: the default generator. */
  generator?: Generator;
}

/** What convolutions over one and two axes have in common. */
abstract class Conv extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly number[];
  weight: Parameter;
  bias: Parameter | null;
  /** Stride, padding, dilation and groups, as given. */
  protected readonly options: Readonly<ConvOptions>;

  constructor(
    axes: number,
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    options: ConvLayerOptions,
  ) {
    super();
    const name = new.target.name;
    checkOptions(name, options, ["stride", "padding", "dilation", "groups", "bias", "generator"]);
    const { bias = true, generator, ...own } = options;
    const groups = checkInteger(name, "groups", own.groups ?? 1, 1);
    this.inChannels = checkInteger(name, "inChannels", inChannels, 1);
    this.outChannels = checkInteger(name, "outChannels", outChannels, 1);
    if (inChannels % groups !== 0 || outChannels % groups !== 0) {
      throw new ArgumentError(
        `${name}: inChannels ${inChannels} and outChannels ${outChannels} must be multiples of groups ${groups}`,
      );
    }
    const kernel =
      typeof kernelSize === "number" ? new Array<number>(axes).fill(kernelSize) : [...kernelSize];
    if (kernel.length !== axes)
      throw new ArgumentError(
        `${name}: kernelSize must be a number or a list of ${axes}, got ${kernel.length}`,
      );
    for (const size of kernel) checkInteger(name, "kernelSize", size, 1);
    this.kernelSize = kernel;
    this.options = own;
    const fanIn = kernel.reduce((product, size) => product * size, inChannels / groups);
    const start = { low: -1 / Math.sqrt(fanIn), high: 1 / Math.sqrt(fanIn), generator };
    const shape = [outChannels, inChannels / groups, ...kernel];
    this.weight = uniform(new Parameter(zeros(shape)), start);
    this.bias = bias ? uniform(new Parameter(zeros([outChannels])), start) : null;
  }
}

/**
 * Convolution of `[N, inChannels, L]`, or the same without batch; see {@link conv1d}. Weight `[outChannels, inChannels / groups,
 * kernelSize]` and bias `[outChannels]` start uniform within ±1/√(inChannels / groups · kernelSize), as in PyTorch.
 *
 * @example
 * const layer = new Conv1d(16, 32, 3, { padding: "same" });
 * layer.forward(randn([8, 16, 100])); // [8, 32, 100]
 * @throws ArgumentError if a size or option is out of range
 */
export class Conv1d extends Conv {
  constructor(inChannels: number, outChannels: number, kernelSize: PerAxis, options: ConvLayerOptions = {}) {
    super(1, inChannels, outChannels, kernelSize, options);
  }

  /** @throws ShapeError if `x` has other axes or channels, or is smaller than the kernel */
  forward(x: TensorLike): Tensor {
    return conv1d(x, this.weight, this.bias, this.options);
  }
}

/**
 * Convolution of `[N, inChannels, H, W]`, or the same without batch; see {@link conv2d}. Initialised as {@link Conv1d}.
 *
 * @throws ArgumentError if a size or option is out of range
 */
export class Conv2d extends Conv {
  constructor(inChannels: number, outChannels: number, kernelSize: PerAxis, options: ConvLayerOptions = {}) {
    super(2, inChannels, outChannels, kernelSize, options);
  }

  /** @throws ShapeError if `x` has other axes or channels, or is smaller than the kernel */
  forward(x: TensorLike): Tensor {
    return conv2d(x, this.weight, this.bias, this.options);
  }
}
