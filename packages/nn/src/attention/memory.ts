import {
  DtypeError,
  ShapeError,
  formatShape,
  formatValue,
  isTensor,
  matmul,
  reshape,
  softmaxWeights,
  where,
  type Condition,
  type Tensor,
} from "@rewind/autograd";

/** What is known of the keys and values that are attended to. */
export interface MemoryOptions {
  /** What is averaged, `[B, S, V]`. Default: the keys. */
  values?: Tensor;
  /** Keys that must not be attended to: true (not 0) hides. `[B, S]`. Default: none. */
  mask?: Condition;
}

/** What a query finds in a memory. */
export interface Attended {
  /** The mean of the values, weighted: `[B, V]`, or `[B, L, V]` for several queries. */
  context: Tensor;
  /** `[B, S]`, or `[B, L, S]`: each row adds up to 1, or is 0 where the mask hides all keys. */
  weights: Tensor;
}

/** Looks queries `[B, Q]` or `[B, L, Q]` up in a memory, whose keys were projected once. */
export type Attend = (query: Tensor) => Attended;

/** An attention over a set of keys that stays while queries come one by one. */
export interface Attention {
  readonly querySize: number;
  readonly keySize: number;
  /** Prepares keys `[B, S, keySize]` for any number of queries. */
  over(keys: Tensor, options?: MemoryOptions): Attend;
}

/** Makes a lookup: `prepare` is called once, and what it returns scores queries `[B, L, Q]` as `[B, L, S]`. @internal */
export function memory(
  name: string,
  { querySize, keySize }: Attention,
  keys: Tensor,
  options: MemoryOptions,
  prepare: () => (queries: Tensor) => Tensor,
): Attend {
  checkTensor(name, "keys", keys);
  if (keys.ndim !== 3 || keys.shape[2] !== keySize)
    throw new ShapeError(`${name}: keys ${formatShape(keys.shape)} must be [B, S, ${keySize}]`);
  const [batch, count] = keys.shape;
  const { values = keys } = options;
  checkTensor(name, "values", values);
  if (values.ndim !== 3 || values.shape[0] !== batch || values.shape[1] !== count)
    throw new ShapeError(
      `${name}: values ${formatShape(values.shape)} must be [${batch}, ${count}, V], one for each key`,
    );
  const hidden = options.mask === undefined ? null : where(options.mask, 1, 0);
  if (hidden !== null && (hidden.ndim !== 2 || hidden.shape[0] !== batch || hidden.shape[1] !== count))
    throw new ShapeError(
      `${name}: mask ${formatShape(hidden.shape)} must be [${batch}, ${count}], one truth value for each key`,
    );
  const mask = hidden === null ? null : reshape(hidden, [batch, 1, count]);
  const scores = prepare();
  return (query) => {
    checkTensor(name, "query", query);
    const { shape, ndim } = query;
    if ((ndim !== 2 && ndim !== 3) || shape[0] !== batch || shape[ndim - 1] !== querySize)
      throw new ShapeError(
        `${name}: query ${formatShape(shape)} must be [${batch}, ${querySize}] or [${batch}, L, ${querySize}]`,
      );
    const queries = ndim === 3 ? query : reshape(query, [batch, 1, querySize]);
    const found = scores(queries);
    const weights = softmaxWeights(mask === null ? found : where(mask, -Infinity, found));
    const context = matmul(weights, values);
    if (ndim === 3) return { context, weights };
    return {
      context: reshape(context, [batch, values.shape[2]]),
      weights: reshape(weights, [batch, count]),
    };
  };
}

function checkTensor(name: string, what: string, value: unknown): void {
  if (!isTensor(value)) throw new DtypeError(`${name}: ${what} must be a Tensor, got ${formatValue(value)}`);
}
