import {
  ArgumentError,
  ShapeError,
  applyOp,
  checkFlags,
  checkInteger,
  empty,
  formatShape,
  operand,
  reshape,
  select,
  slice,
  stack,
  toIndices,
  unsqueeze,
  type Indices,
  type Op,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { composedLoss } from "./ctc-composed.ts";
import { lattice, logLikelihood, withBlanks, type Emissions } from "./ctc-lattice.ts";
import { checkReduction, type LossOptions, type Reduction } from "./reduction.ts";

/** Options of {@link ctcLoss}. */
export interface CtcLossOptions extends LossOptions {
  /** Class that stands for no label. Default 0. */
  blank?: number;
  /** Whether targets that do not fit in their input cost 0 instead of infinity. Default false. */
  zeroInfinity?: boolean;
}

interface Plan {
  readonly blank: number;
  readonly zeroInfinity: boolean;
  readonly reduction: Reduction;
  readonly lengths: Int32Array;
  /** Labels of each sequence with blanks around. */
  readonly states: readonly Int32Array[];
  /** What each sequence's loss is divided by. */
  readonly divisors: readonly number[];
}

const op: Op<Plan> = {
  name: "ctcLoss",

  forward(context, [x], { blank, zeroInfinity, reduction, lengths, states, divisors }) {
    const out = empty(reduction === "none" ? [states.length] : [], x.dtype);
    let total = 0;
    for (let n = 0; n < states.length; n++) {
      const forward = lattice(emissionsOf(x, n, lengths[n]), states[n], blank, false);
      const loss = -logLikelihood(forward, lengths[n], states[n].length);
      const counted = zeroInfinity && loss === Infinity ? 0 : loss / divisors[n];
      if (reduction === "none") out.data[n] = counted;
      else total += counted;
    }
    if (reduction !== "none") out.data[0] = total;
    context.save(x);
    return out;
  },

  backward(context, [g], { blank, zeroInfinity, reduction, lengths, states, divisors }) {
    const [x] = context.saved;
    const upstream = (g as Tensor).data;
    const out = empty(x.shape, x.dtype);
    for (let n = 0; n < states.length; n++) {
      const emissions = emissionsOf(x, n, lengths[n]);
      const { offset, step, length } = emissions;
      const count = states[n].length;
      const forward = lattice(emissions, states[n], blank, false);
      const backward = lattice(emissions, states[n], blank, true);
      const likelihood = logLikelihood(forward, length, count);
      if (likelihood === -Infinity && zeroInfinity) continue;
      const scale = upstream[reduction === "none" ? n : 0] / divisors[n];
      for (let t = 0; t < length; t++) {
        for (let s = 0; s < count; s++) {
          const at = offset + t * step + states[n][s];
          const through = forward[t * count + s] + backward[t * count + s];
          // Both sums hold this emission, so it is taken out once; a way that does not exist adds nothing.
          if (through !== -Infinity) out.data[at] -= scale * Math.exp(through - x.data[at] - likelihood);
        }
      }
    }
    return [out];
  },

  composed([x], { blank, zeroInfinity, reduction, lengths, states, divisors }) {
    const losses = states.map((labels, n) => {
      const own = select(x, 1, n);
      const loss = composedLoss(slice(own, [[0, lengths[n]]]), labels, blank);
      return zeroInfinity && loss.item() === Infinity ? own.sum().mul(0) : loss.div(divisors[n]);
    });
    if (losses.length === 0) return reduction === "none" ? x.sum({ axis: [0, 2] }) : x.sum();
    return reduction === "none" ? stack(losses) : stack(losses).sum();
  },
};

function emissionsOf(x: Tensor, n: number, length: number): Emissions {
  const [, batch, classes] = x.shape;
  return { data: x.data, offset: n * classes, step: batch * classes, length };
}

/**
 * Connectionist temporal classification: minus the log-probability of a label sequence, summed over all its alignments
 * with the input (Graves et al., "Connectionist temporal classification: labelling unsegmented sequence data with recurrent
 * neural networks", 2006). `"mean"` divides each sequence's loss by its target length and averages over the batch.
 *
 * The gradient at log-probabilities is minus the posterior of each class; where a target does not fit in its input the loss
 * is infinite (0 with `zeroInfinity`) and its gradient zero.
 *
 * @param logProbs `[T, N, C]`, from `logSoftmax` over C; or one sequence, `[T, C]`
 * @param targets labels `[N, S]`, padded, or all sequences' labels one after the other; of one sequence `[S]`
 * @param inputLengths time steps of each sequence, at most T; a number for one sequence, as are its `targetLengths`
 * @param targetLengths labels of each sequence
 * @throws ShapeError if the shapes do not fit
 * @throws ArgumentError if a length is too long, a label is no class or the blank, or a log-probability is positive
 */
export function ctcLoss(
  logProbs: TensorLike,
  targets: Indices,
  inputLengths: Indices | number,
  targetLengths: Indices | number,
  options: CtcLossOptions = {},
): Tensor {
  const given = operand("ctcLoss", logProbs);
  const isOne = given.ndim === 2;
  const x = isOne ? unsqueeze(given, 1) : given;
  if (x.ndim !== 3)
    throw new ShapeError(`ctcLoss: logProbs ${formatShape(x.shape)} must be [T, N, C] or [T, C]`);
  const [steps, batch, classes] = x.shape;
  const reduction = checkReduction("ctcLoss", options, ["blank", "zeroInfinity"]);
  checkFlags("ctcLoss", options, ["zeroInfinity"]);
  const blank = checkInteger("ctcLoss", "blank", options.blank ?? 0, 0, classes - 1);
  const lengths = lengthsOf("inputLengths", inputLengths, batch, steps);
  const labels = labelsOf(targets, lengthsOf("targetLengths", targetLengths, batch), classes, blank);
  lengths.forEach((length, n) => checkLogProbs(emissionsOf(x, n, length), classes));
  const losses = applyOp(op, [x], {
    blank,
    zeroInfinity: options.zeroInfinity ?? false,
    reduction,
    lengths,
    states: labels.map((sequence) => withBlanks(sequence, blank)),
    divisors: labels.map(({ length }) => (reduction === "mean" ? Math.max(length, 1) * batch : 1)),
  });
  return isOne && reduction === "none" ? reshape(losses, []) : losses;
}

/** Raw scores train towards nothing. What rounding may leave of a probability of 1 is let through. */
function checkLogProbs({ data, offset, step, length }: Emissions, classes: number): void {
  for (let t = 0; t < length; t++) {
    for (let at = offset + t * step, c = 0; c < classes; c++, at++) {
      if (data[at] > 1e-3)
        throw new ArgumentError(
          `ctcLoss: logProbs ${data[at]} at position ${at} is no logarithm of a probability; pass scores through logSoftmax over the last axis`,
        );
    }
  }
}

function lengthsOf(
  name: string,
  lengths: Indices | number,
  batch: number,
  longest: number = Infinity,
): Int32Array {
  const { values } = toIndices(
    `ctcLoss: ${name}`,
    typeof lengths === "number" ? [lengths] : lengths,
    longest + 1,
  );
  if (values.length === batch) return values.slice();
  throw new ShapeError(`ctcLoss: ${values.length} ${name} for a batch of ${batch}; give one per sequence`);
}

function labelsOf(targets: Indices, lengths: Int32Array, classes: number, blank: number): Int32Array[] {
  const { values, shape } = toIndices("ctcLoss", targets, Infinity, -Infinity);
  const batch = lengths.length;
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const width = values.length / batch;
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  const isJoined = shape.length === 1 && values.length === total;
  const isPadded = (shape.length === 1 || shape[0] === batch) && Number.isInteger(width) && width >= longest;
  if (!isJoined && !isPadded) {
    throw new ShapeError(
      `ctcLoss: targets ${formatShape(shape)} do not hold sequences of lengths ${formatShape([...lengths])}; pass [${batch}, ${longest}], padded, or ${total} labels one after the other`,
    );
  }
  let next = 0;
  return Array.from(lengths, (length, n) => {
    const start = isJoined ? next : n * width;
    next += length;
    const labels = values.slice(start, start + length);
    for (const label of labels) {
      if (label >= 0 && label < classes && label !== blank) continue;
      throw new ArgumentError(
        `ctcLoss: label ${label} of sequence ${n} must be a class from 0 to ${classes - 1} other than the blank ${blank}`,
      );
    }
    return labels;
  });
}
