import { concat, expand, pad, reshape, zeros, type Tensor } from "@rewind/autograd";

/** Adds a key that every query may attend to, beside those of the sequence: a learned one `[1, 1, E]`, or zeros for null. @internal */
export function withExtraKey(projected: Tensor, extra: Tensor | null): Tensor {
  const [batch, heads, , share] = projected.shape;
  const shape = [batch, heads, 1, share];
  const key =
    extra === null
      ? zeros(shape, { dtype: projected.dtype })
      : expand(reshape(extra, [1, heads, 1, share]), shape);
  return concat([projected, key], { axis: 2 });
}

/** A mask or bias for `count` more keys, which it leaves visible. @internal */
export function withVisibleKeys(mask: Tensor | undefined, keys: number, count: number): Tensor | undefined {
  if (mask === undefined || count === 0) return mask;
  const shape = [...mask.shape.slice(0, -1), keys];
  return pad(expand(mask, shape), [[0, count]]);
}
