import {
  conv1d,
  conv2d,
  refuseExtra,
  type ConvOptions,
  type Generator,
  type PerAxis,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { ConvLayer } from "./conv-layer.ts";

/** Options of {@link Conv1d} and {@link Conv2d}. */
export interface ConvLayerOptions extends ConvOptions {
  /** Whether a bias is added. Default true. */
  bias?: boolean;
  /** Source of the initial values. Default: the default generator. */
  generator?: Generator;
}

const names = ["stride", "padding", "dilation"];

/**
 * Convolution of `[N, inChannels, L]`, or the same without batch; see {@link conv1d}. Weight `[outChannels, inChannels / groups,
 * kernelSize]` and bias `[outChannels]` start uniform within ±1/√(inChannels / groups · kernelSize), as in PyTorch.
 *
 * @example
 * const layer = new Conv1d(16, 32, 3, { padding: "same" });
 * layer.forward(randn([8, 16, 100])); // [8, 32, 100]
 * @throws ArgumentError if a size or option is out of range
 */
export class Conv1d extends ConvLayer<ConvLayerOptions> {
  constructor(inChannels: number, outChannels: number, kernelSize: PerAxis, options: ConvLayerOptions = {}) {
    super({ axes: 1, inChannels, outChannels, kernelSize, options, names, transposed: false });
  }

  /** @throws ShapeError if `x` has other axes or channels, or is smaller than the kernel */
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("Conv1d.forward", arguments, 1, true);
    return conv1d(x, this.weight, this.bias, this.options);
  }
}

/**
 * Convolution of `[N, inChannels, H, W]`, or the same without batch; see {@link conv2d}. Initialised as {@link Conv1d}.
 *
 * @example
 * new Conv2d(3, 8, 5, { padding: "same" }).forward(randn([2, 3, 28, 28])); // [2, 8, 28, 28]
 * @throws ArgumentError if a size or option is out of range
 */
export class Conv2d extends ConvLayer<ConvLayerOptions> {
  constructor(inChannels: number, outChannels: number, kernelSize: PerAxis, options: ConvLayerOptions = {}) {
    super({ axes: 2, inChannels, outChannels, kernelSize, options, names, transposed: false });
  }

  /** @throws ShapeError if `x` has other axes or channels, or is smaller than the kernel */
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("Conv2d.forward", arguments, 1, true);
    return conv2d(x, this.weight, this.bias, this.options);
  }
}
