import {
  ShapeError,
  formatShape,
  ones,
  operand,
  reshape,
  triu,
  where,
  type Condition,
  type Dtype,
  type Shape,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";

/** Sizes of a batch of attention scores: `[batch, heads, queries, keys]`. @internal */
export interface ScoreSizes {
  readonly batch: number;
  readonly heads: number;
  readonly queries: number;
  readonly keys: number;
}

/** All masks as one that broadcasts to `[N, heads, L, S]`, or undefined if there is none. @internal */
export function jointMask(
  attnMask: Condition | undefined,
  keyPaddingMask: Condition | undefined,
  sizes: ScoreSizes,
  isCausal: boolean,
): Tensor | undefined {
  const given = attnMask === undefined ? undefined : perHead("attnMask", where(attnMask, 1, 0), sizes);
  const positions = isCausal ? laterKeys(sizes, given) : given;
  if (keyPaddingMask === undefined) return positions;
  const padding = paddingMask(where(keyPaddingMask, 1, 0), sizes);
  return positions === undefined ? padding : where(positions, 1, padding);
}

/** A bias that broadcasts to `[N, heads, L, S]`. @internal */
export function headBias(bias: TensorLike | undefined, sizes: ScoreSizes, dtype: Dtype): Tensor | undefined {
  return bias === undefined
    ? undefined
    : perHead("attnBias", operand("MultiheadAttention", bias, dtype), sizes);
}

/** What a causal mask hides, and what else is hidden. */
function laterKeys({ queries, keys }: ScoreSizes, hidden: Tensor | undefined): Tensor {
  const later = triu(ones([queries, keys]), { diagonal: 1 });
  return hidden === undefined ? later : where(hidden, 1, later);
}

function perHead(name: string, t: Tensor, { batch, heads, queries, keys }: ScoreSizes): Tensor {
  const { shape } = t;
  if (isShape(shape, [queries, keys])) return t;
  if (isShape(shape, [batch * heads, queries, keys])) return reshape(t, [batch, heads, queries, keys]);
  const full = [batch, heads, queries, keys];
  if (shape.length === 4 && shape.every((size, axis) => size === 1 || size === full[axis])) return t;
  throw new ShapeError(
    `MultiheadAttention: ${name} ${formatShape(shape)} must be [L, S] = ${formatShape([queries, keys])}, ` +
      `[N * heads, L, S] = ${formatShape([batch * heads, queries, keys])}, or [N, heads, L, S] with axes of 1 where it repeats`,
  );
}

function paddingMask(t: Tensor, { batch, keys }: ScoreSizes): Tensor {
  if (isShape(t.shape, [batch, keys]) || (batch === 1 && isShape(t.shape, [keys])))
    return reshape(t, [batch, 1, 1, keys]);
  throw new ShapeError(
    `MultiheadAttention: keyPaddingMask ${formatShape(t.shape)} must be [N, S] = ${formatShape([batch, keys])}, batch first whatever batchFirst says`,
  );
}

function isShape(shape: Shape, wanted: Shape): boolean {
  return shape.length === wanted.length && shape.every((size, axis) => size === wanted[axis]);
}
