import {
  ArgumentError,
  ShapeError,
  checkShape,
  formatShape,
  toIndices,
  type Indices,
} from "@rewind/autograd";

/** Bags of indices side by side: `[count, longest]`, places that hold none or padding marked. @internal */
export interface Bags {
  readonly count: number;
  readonly longest: number;
  /** The index of each place, 0 where there is none. */
  readonly indices: Int32Array;
  /** Which of the given indices each place holds, 0 where there is none. */
  readonly positions: Int32Array;
  /** 1 for each place that counts. */
  readonly counted: Float32Array;
  /** The indices as they came, flat. */
  readonly given: Int32Array;
}

/** Checks the indices of an `EmbeddingBag`, `[B, L]` or flat with `offsets`, and lays the bags side by side. @internal */
export function layOut(
  indices: Indices,
  options: { offsets?: Indices; shape?: readonly number[] },
  rows: number,
  padding: number | null,
  endsGiven: boolean,
): Bags {
  const op = "EmbeddingBag";
  const { values, shape } = toIndices(op, indices, rows);
  const wanted = options.shape === undefined ? shape : checkShape(op, options.shape);
  if (wanted.reduce((a, b) => a * b, 1) !== values.length)
    throw new ShapeError(`${op}: ${values.length} indices do not fill shape ${formatShape(wanted)}`);
  const starts = startsOf(wanted, options.offsets, values.length, endsGiven);
  const count = starts.length - 1;
  let longest = 1;
  for (let bag = 0; bag < count; bag++) longest = Math.max(longest, starts[bag + 1] - starts[bag]);
  const bags = {
    count,
    longest,
    indices: new Int32Array(count * longest),
    positions: new Int32Array(count * longest),
    counted: new Float32Array(count * longest),
    given: values,
  };
  for (let bag = 0; bag < count; bag++) {
    for (let from = starts[bag], at = bag * longest; from < starts[bag + 1]; from++, at++) {
      bags.indices[at] = values[from];
      bags.positions[at] = from;
      bags.counted[at] = Number(values[from] !== padding);
    }
  }
  return bags;
}

/** Where each bag starts, and at the end where the last one stops. */
function startsOf(
  shape: readonly number[],
  offsets: Indices | undefined,
  total: number,
  endsGiven: boolean,
): readonly number[] {
  if (offsets === undefined) {
    if (shape.length === 2) return Array.from({ length: shape[0] + 1 }, (_, bag) => bag * shape[1]);
    throw new ShapeError(
      `EmbeddingBag: indices ${formatShape(shape)} must be [B, L], one row for each bag; flat ones need { offsets }`,
    );
  }
  if (shape.length !== 1)
    throw new ShapeError(`EmbeddingBag: indices ${formatShape(shape)} must be flat where there are offsets`);
  const given = toIndices("EmbeddingBag: offsets", offsets, total + 1).values;
  if (endsGiven && given[given.length - 1] !== total)
    throw new ArgumentError(
      `EmbeddingBag: with includeLastOffset, the last of offsets ${formatShape([...given])} must be the number of indices, ${total}`,
    );
  const starts = endsGiven ? [...given] : [...given, total];
  const isWrong = (start: number, bag: number): boolean => start < (bag === 0 ? start : starts[bag - 1]);
  if ((starts.length > 1 || total > 0) && (starts[0] !== 0 || starts.some(isWrong)))
    throw new ArgumentError(
      `EmbeddingBag: offsets ${formatShape(starts.slice(0, -1))} must start at 0 and not decrease: they say where each bag starts`,
    );
  return starts;
}
