import {
  ArgumentError,
  ShapeError,
  conv1d,
  conv2d,
  formatShape,
  formatValue,
  operand,
  pad,
  refuseExtra,
  type ConvOptions,
  type Generator,
  type PadOptions,
  type Pads,
  type PerAxis,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { ConvLayer } from "./conv-layer.ts";

/** Options of {@link Conv1d} and {@link Conv2d}. */
export interface ConvLayerOptions extends ConvOptions {
  /** Whether a bias is added. Default true. */
  bias?: boolean;
  /** What the padding holds, as {@link pad} has it: `"zeros"`, or by the name of its mode. Default `"zeros"`. */
  paddingMode?: PaddingMode;
  /** Source of the initial values. Default: the default generator. */
  generator?: Generator;
}

/** What the padding of a convolution holds. */
export type PaddingMode = "zeros" | Exclude<PadOptions["mode"], "constant" | undefined>;

const names = ["stride", "padding", "dilation", "paddingMode"];
const MODES: readonly unknown[] = ["zeros", "reflect", "replicate", "circular"];

/** What convolutions over one and two axes have in common. */
abstract class Conv extends ConvLayer<ConvLayerOptions> {
  constructor(
    axes: 1 | 2,
    inChannels: number,
    outChannels: number,
    kernelSize: PerAxis,
    options: ConvLayerOptions,
  ) {
    super({ axes, inChannels, outChannels, kernelSize, options, names, transposed: false });
    const { paddingMode = "zeros" } = options;
    if (!MODES.includes(paddingMode))
      throw new ArgumentError(
        `${new.target.name}: paddingMode must be one of ${MODES.map(formatValue).join(", ")}, got ${formatValue(paddingMode)}`,
      );
  }

  /** The input, padded where zeros will not do, and the options that are left for the convolution. */
  protected padded(x: TensorLike): [x: Tensor, options: ConvOptions] {
    const name = this.constructor.name;
    const t = operand(name, x);
    const { kernelSize } = this;
    const axes = kernelSize.length;
    const { paddingMode: mode = "zeros", ...options } = this.options;
    const { padding = 0, stride = 1, dilation = 1 } = options;
    const strided = [stride].flat().some((step) => step !== 1);
    // What the convolution refuses, it refuses itself.
    const fits =
      (t.ndim === axes + 1 || t.ndim === axes + 2) && t.shape[t.ndim - axes - 1] === this.inChannels;
    if (mode === "zeros" || padding === "valid" || (padding === "same" && strided) || !fits)
      return [t, options];
    const at = (value: PerAxis, axis: number): number => (typeof value === "number" ? value : value[axis]);
    const pads = kernelSize.map((kernel, axis): Pads => {
      const reach = padding === "same" ? at(dilation, axis) * (kernel - 1) : 2 * at(padding, axis);
      const size = t.shape[t.ndim - axes + axis];
      const most = mode === "reflect" ? size - 1 : mode === "circular" || size === 0 ? size : Infinity;
      if (Math.ceil(reach / 2) > Math.max(0, most))
        throw new ShapeError(
          `${name}: padding ${Math.ceil(reach / 2)} is too wide for paddingMode "${mode}" on size ${size} of x ${formatShape(t.shape)}; at most ${Math.max(0, most)}`,
        );
      return [Math.floor(reach / 2), Math.ceil(reach / 2)];
    });
    return [pad(t, pads.reverse(), { mode }), { ...options, padding: 0 }];
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
    if (arguments.length > 1) refuseExtra("Conv1d.forward", arguments, 1, true);
    const [input, options] = this.padded(x);
    return conv1d(input, this.weight, this.bias, options);
  }
}

/**
 * Convolution of `[N, inChannels, H, W]`, or the same without batch; see {@link conv2d}. Initialised as {@link Conv1d}.
 *
 * @example
 * new Conv2d(3, 8, 5, { padding: "same" }).forward(randn([2, 3, 28, 28])); // [2, 8, 28, 28]
 * @throws ArgumentError if a size or option is out of range
 */
export class Conv2d extends Conv {
  constructor(inChannels: number, outChannels: number, kernelSize: PerAxis, options: ConvLayerOptions = {}) {
    super(2, inChannels, outChannels, kernelSize, options);
  }

  /** @throws ShapeError if `x` has other axes or channels, or is smaller than the kernel */
  forward(x: TensorLike): Tensor {
    if (arguments.length > 1) refuseExtra("Conv2d.forward", arguments, 1, true);
    const [input, options] = this.padded(x);
    return conv2d(input, this.weight, this.bias, options);
  }
}
