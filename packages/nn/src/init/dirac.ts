import {
  ArgumentError,
  ShapeError,
  checkInteger,
  checkOptions,
  formatShape,
  type Tensor,
} from "@rewind/autograd";
import { checkLeaf } from "./options.ts";

/** Options of {@link dirac}. */
export interface DiracOptions {
  /** Parts of the output channels, each of which passes on the input from its first channel. Default 1. */
  groups?: number;
}

/**
 * Makes the weight `[out, in, …kernel]` of a convolution pass its input on, channel by channel, as far as the channels agree:
 * 1 in the middle of the window, 0 elsewhere. Writes in place.
 *
 * @throws ShapeError if `t` has not 3 to 5 axes
 * @throws ArgumentError if the output channels do not divide into the groups
 */
export function dirac<T extends Tensor>(t: T, options: DiracOptions = {}): T {
  checkOptions("init.dirac", options, ["groups"]);
  const { shape, ndim } = checkLeaf("dirac", t);
  if (ndim < 3 || ndim > 5)
    throw new ShapeError(
      `init.dirac: shape ${formatShape(shape)} must be [out, in, …kernel] with 1 to 3 kernel axes`,
    );
  const [outputs, inputs, ...kernel] = shape;
  const groups = checkInteger("init.dirac", "groups", options.groups ?? 1, 1);
  if (outputs % groups !== 0)
    throw new ArgumentError(`init.dirac: groups ${groups} does not divide ${outputs} output channels`);
  const window = kernel.reduce((product, size) => product * size, 1);
  const middle = kernel.reduce((at, size) => at * size + Math.floor(size / 2), 0);
  const share = outputs / groups;
  return t.mutate("init.dirac", (data) => {
    data.fill(0);
    if (window === 0) return;
    for (let output = 0; output < outputs; output++) {
      const input = output % share;
      if (input < inputs) data[(output * inputs + input) * window + middle] = 1;
    }
  });
}
