import {
  runtime,
  ArgumentError,
  add,
  checkInteger,
  checkNumber,
  defaultGenerator,
  lerp,
  linear,
  matmul,
  mul,
  rand,
  tanh,
  zeros,
  type Generator,
  type Tensor,
} from "@rewind/autograd";
import { checkCellOptions } from "../options.ts";
import { CellModule } from "./cell-module.ts";
import { spectralRadius } from "./spectral-radius.ts";

/** Options of {@link EchoStateCell}. */
export interface EchoStateCellOptions {
  /** Largest modulus of the recurrent matrix's eigenvalues, > 0. Below 1 the past fades. Default 0.9. */
  spectralRadius?: number;
  /** How much of the state a step replaces, above 0 to 1. Default 1. */
  leak?: number;
  /** Share of the recurrent weights that are zero, from 0, below 1. Default 0. */
  sparsity?: number;
  /** Input weights and bias are uniform within ± this. Default 1. */
  inputScale?: number;
  /** Whether there is a bias. Default true. */
  bias?: boolean;
  /** Source of the reservoir. Default: the default generator. */
  generator?: Generator;
}

/**
 * A reservoir that is not trained (Jaeger, "The 'echo state' approach to analysing and training recurrent neural
 * networks", 2001; leaky units as in Lukoševičius, "A practical guide to applying echo state networks", 2012):
 * `h' = (1 - leak) h + leak tanh(W_ih x + b_ih + W_hh h)`. Weights are random and stay: they are buffers, in the state dict
 * but not among the parameters; gradients pass through to inputs and state. What is trained is a Linear on the outputs.
 * The state is h, `[B, hiddenSize]`, and so is the output.
 *
 * @example
 * const reservoir = new EchoStateCell(1, 200, { spectralRadius: 0.95, leak: 0.3, sparsity: 0.9 });
 * const { outputs } = unroll(reservoir, randn([500, 1, 1]));
 * @throws ArgumentError if an option is out of its domain, or so sparse a reservoir that nothing recurs in it
 */
export class EchoStateCell extends CellModule<Tensor> {
  readonly hiddenSize: number;
  readonly leak: number;
  weight_ih: Tensor;
  weight_hh: Tensor;
  bias_ih: Tensor | null;

  constructor(inputSize: number, hiddenSize: number, options: EchoStateCellOptions = {}) {
    const name = "EchoStateCell";
    checkCellOptions(name, options, [
      "spectralRadius",
      "leak",
      "sparsity",
      "inputScale",
      "bias",
      "generator",
    ]);
    super(inputSize, checkInteger(name, "hiddenSize", hiddenSize, 1));
    const { bias, generator = defaultGenerator() } = options;
    const scale = checkNumber(name, "inputScale", options.inputScale ?? 1, 0, Number.MAX_VALUE);
    const radius = checkNumber(name, "spectralRadius", options.spectralRadius ?? 0.9, Number.MIN_VALUE, Number.MAX_VALUE); // prettier-ignore
    const sparsity = checkNumber(name, "sparsity", options.sparsity ?? 0, 0, 1 - Number.EPSILON);
    this.hiddenSize = hiddenSize;
    this.leak = checkNumber(name, "leak", options.leak ?? 1, Number.MIN_VALUE, 1);
    const within = (bound: number, shape: number[]): Tensor =>
      rand(shape, { generator }).mul(2).sub(1).mul(bound);
    this.weight_ih = this.registerBuffer("weight_ih", within(scale, [hiddenSize, inputSize]));
    this.weight_hh = this.registerBuffer("weight_hh", reservoir(hiddenSize, sparsity, radius, generator));
    this.bias_ih = bias === false ? null : this.registerBuffer("bias_ih", within(scale, [hiddenSize]));
    runtime.unsettled?.();
  }

  protected zeroState(batch: number): Tensor {
    return zeros([batch, this.hiddenSize], { dtype: this.weight_hh.dtype });
  }

  protected advance(x: Tensor, h: Tensor): [output: Tensor, state: Tensor] {
    const sum = add(linear(x, this.weight_ih, this.bias_ih), matmul(h, this.weight_hh, { transposeB: true }));
    const next = this.leak === 1 ? tanh(sum) : lerp(h, tanh(sum), this.leak);
    return [next, next];
  }
}

function reservoir(size: number, sparsity: number, radius: number, generator: Generator): Tensor {
  const matrix = zeros([size, size]);
  for (let i = 0; i < matrix.size; i++)
    if (generator.uniform() >= sparsity) matrix.data[i] = 2 * generator.uniform() - 1;
  const found = spectralRadius(matrix);
  if (found === 0)
    throw new ArgumentError(
      `EchoStateCell: with sparsity ${sparsity}, no loop is left among ${size} units; use a lower sparsity or more units`,
    );
  return mul(matrix, radius / found);
}
