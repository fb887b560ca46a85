import { runtime, ArgumentError, checkInteger, zeros, type Generator, type PerAxis } from "@rewind/autograd";
import { uniform } from "./init/uniform.ts";
import { Module } from "./module.ts";
import { checkLayerOptions, checkSizes } from "./options.ts";
import { Parameter } from "./parameter.ts";

/** What the options of all convolutions have in common. */
interface CommonOptions {
  groups?: number;
  bias?: boolean;
  generator?: Generator;
}

/** A convolution to be made. @internal */
export interface ConvPlan<Options> {
  /** Number of axes the window moves along. */
  readonly axes: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: PerAxis;
  readonly options: Options;
  /** Names of the options, `groups`, `bias` and `generator` left out. */
  readonly names: readonly string[];
  /** Whether the weight is `[in, out / groups, …]` instead of `[out, in / groups, …]`. */
  readonly transposed: boolean;
}

/** What convolutions over one and two axes, transposed or not, have in common. @internal */
export abstract class ConvLayer<Options extends CommonOptions> extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly number[];
  weight: Parameter;
  bias: Parameter | null;
  /** Stride, padding, dilation and so on, as given. */
  protected readonly options: Readonly<Omit<Options, "bias" | "generator">>;

  constructor({ axes, inChannels, outChannels, kernelSize, options, names, transposed }: ConvPlan<Options>) {
    super();
    const name = new.target.name;
    checkLayerOptions(name, options, ["bias"], [...names, "groups", "generator"]);
    const { bias = true, generator, ...own } = options;
    const groups = checkInteger(name, "groups", own.groups ?? 1, 1);
    this.inChannels = checkInteger(name, "inChannels", inChannels, 1);
    this.outChannels = checkInteger(name, "outChannels", outChannels, 1);
    if (inChannels % groups !== 0 || outChannels % groups !== 0) {
      throw new ArgumentError(
        `${name}: inChannels ${inChannels} and outChannels ${outChannels} must be multiples of groups ${groups}`,
      );
    }
    checkSizes(name, "kernelSize", kernelSize);
    const kernel =
      typeof kernelSize === "number" ? new Array<number>(axes).fill(kernelSize) : [...kernelSize];
    if (kernel.length !== axes)
      throw new ArgumentError(
        `${name}: kernelSize must be a number or a list of ${axes}, got ${kernel.length}`,
      );
    this.kernelSize = kernel;
    this.options = own;
    const channels = transposed ? [inChannels, outChannels / groups] : [outChannels, inChannels / groups];
    // What PyTorch takes for the fan-in: everything after the first axis, transposed or not.
    const bound = 1 / Math.sqrt(kernel.reduce((product, size) => product * size, channels[1]));
    const start = { low: -bound, high: bound, generator };
    this.weight = uniform(new Parameter(zeros([...channels, ...kernel])), start);
    this.bias = bias ? uniform(new Parameter(zeros([outChannels])), start) : null;
    runtime.unsettled?.();
  }
}
