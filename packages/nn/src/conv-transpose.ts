import {
  convTranspose1d,
  convTranspose2d,
  refuseExtra,
  type ConvTransposeOptions,
  type Generator,
  type PerAxis,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { ConvLayer } from "./conv-layer.ts";

/** Options of {@link ConvTranspose1d} and {@link ConvTranspose2d}. */
export interface ConvTransposeLayerOptions extends ConvTransposeOptions {
  /** Whether a bias is added. Default true. */
  bias?: boolean;
  /** Source of the initial values. Default: the default generator. */
  generator?: Generator;
}

const names = ["stride", "padding", "outputPadding", "dilation"];

/**
 * Transposed convolution of `[N, inChannels, L]`, or the same without batch; see {@link convTranspose1d}. Weight `[inChannels,
 * outChannels / groups, kernelSize]` and bias `[outChannels]` start uniform within ±1/√(outChannels / groups · kernelSize), as
 * in PyTorch.
 *
 * @example
 * const layer = new ConvTranspose1d(16, 8, 4, { stride: 2, padding: 1 });
 * layer.forward(randn([2, 16, 50])); // [2, 8, 100]
 * @throws ArgumentError if a size or option is out of range
 */
export class ConvTranspose1d extends ConvLayer<ConvTransposeLayerOptions> {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    options: ConvTransposeLayerOptions = {},
  ) {
    super({ axes: 1, inChannels, outChannels, kernelSize, options, names, transposed: true });
  }

  /** @throws ShapeError if `x` has other axes or channels */
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("ConvTranspose1d.forward", arguments, 1, true);
    return convTranspose1d(x, this.weight, this.bias, this.options);
  }
}

/**
 * Transposed convolution of `[N, inChannels, H, W]`, or the same without batch; see {@link convTranspose2d}. Initialised as
 * {@link ConvTranspose1d}.
 *
 * @example
 * new ConvTranspose2d(8, 3, 4, { stride: 2, padding: 1 }).forward(randn([2, 8, 14, 14])); // [2, 3, 28, 28]
 * @throws ArgumentError if a size or option is out of range
 */
export class ConvTranspose2d extends ConvLayer<ConvTransposeLayerOptions> {
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    options: ConvTransposeLayerOptions = {},
  ) {
    super({ axes: 2, inChannels, outChannels, kernelSize, options, names, transposed: true });
  }

  /** @throws ShapeError if `x` has other axes or channels */
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("ConvTranspose2d.forward", arguments, 1, true);
    return convTranspose2d(x, this.weight, this.bias, this.options);
  }
}
