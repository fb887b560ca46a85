import { applyOp, empty, noGrad, type Op, type Tensor } from "@rewind/autograd";

interface CoinFlips {
  readonly p: number;
  readonly salt: number;
  readonly shape: readonly number[];
}

const op: Op<CoinFlips> = {
  name: "coinFlips",
  forward(_context, [key], { p, salt, shape }) {
    const out = empty(shape, key.dtype);
    const rows = shape[0];
    const width = rows === 0 ? 0 : out.size / rows;
    for (let row = 0; row < rows; row++) {
      const seed = mix(mix(key.data[row] | 0) ^ Math.imul(row + 1, 0x9e3779b9)) ^ Math.imul(salt, 0x85ebca6b);
      for (let i = 0; i < width; i++)
        out.data[row * width + i] = mix(seed + Math.imul(i, 0xc2b2ae35)) < p * 2 ** 32 ? 1 : 0;
    }
    return out;
  },
  backward: () => [null],
};

/**
 * Ones with probability `p`, else zeros, decided by a key as random numbers are by a seed: the same for the same key, and
 * unrelated for different ones. So a step that carries its key along may be random and yet a pure function.
 *
 * @param key whole numbers `[B, 1]`, one for each row of `shape`
 * @param salt tells draws of the same key apart
 * @internal
 */
export function coinFlips(key: Tensor, p: number, salt: number, shape: readonly number[]): Tensor {
  return noGrad(() => applyOp(op, [key], { p, salt, shape }));
}

/** The finaliser of SplitMix in 32 bits, a bijection that leaves no pattern. */
function mix(value: number): number {
  let z = value | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}
