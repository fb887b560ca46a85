import {
  ArgumentError,
  ShapeError,
  checkInteger,
  formatShape,
  tensor,
  zeros,
  type Generator,
  type TensorLike,
} from "@rewind/autograd";
import { normal } from "./init/normal.ts";
import { Parameter } from "./parameter.ts";

/** Options of {@link Embedding}. */
export interface EmbeddingOptions {
  /** Row that starts at zero and is never trained; negative counts from the end. Default: none. */
  paddingIdx?: number;
  /** Initial table `[numEmbeddings, embeddingDim]`, copied; taken as it is, padding row included. Default: random. */
  weight?: TensorLike;
  /**
   * Longest that a row may be: a look-up first shortens, in place, each row it reads that is longer. Default null: no limit.
   */
  maxNorm?: number | null;
  /** The exponent of the norm that `maxNorm` limits, above 0. Default 2. */
  normType?: number;
  /** Whether each row's gradient is divided by how often the look-up read it. Default false. */
  scaleGradByFreq?: boolean;
  /** Source of the initial values. Default: the default generator. */
  generator?: Generator;
}

/** Names of {@link EmbeddingOptions} but for its flag, `scaleGradByFreq`. @internal */
export const TABLE_OPTIONS: readonly string[] = ["paddingIdx", "weight", "maxNorm", "normType", "generator"];

/** The table of an embedding, from the standard normal distribution or as given, and its padding row. @internal */
export function makeTable(
  op: string,
  rows: number,
  columns: number,
  { paddingIdx, weight, generator }: EmbeddingOptions,
): { weight: Parameter; paddingIdx: number | null } {
  const padding = checkPadding(op, paddingIdx, rows);
  if (weight !== undefined) {
    const table = tensor(weight);
    if (table.ndim !== 2 || table.shape[0] !== rows || table.shape[1] !== columns)
      throw new ShapeError(
        `${op}: weight ${formatShape(table.shape)} must be ${formatShape([rows, columns])}`,
      );
    return { weight: new Parameter(table), paddingIdx: padding };
  }
  const table = normal(new Parameter(zeros([rows, columns])), { generator });
  if (padding !== null) table.data.fill(0, padding * columns, (padding + 1) * columns);
  return { weight: table, paddingIdx: padding };
}

function checkPadding(op: string, row: number | undefined, count: number): number | null {
  if (row === undefined) return null;
  const checked = checkInteger(op, "paddingIdx", row);
  if (checked < -count || checked >= count)
    throw new ArgumentError(
      `${op}: paddingIdx ${row} is not a row of ${count}; use ${-count} to ${count - 1}`,
    );
  return checked < 0 ? checked + count : checked;
}
