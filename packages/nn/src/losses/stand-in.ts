import { applyOp, empty, type Op, type Tensor } from "@rewind/autograd";

/** What stands for a value, given the target it meets: the value itself where their product is a number. */
type Choice = (value: number, target: number) => number;

const op: Op<Choice> = {
  name: "standIn",
  elementwise: true,
  forward(_context, [x, t], choose) {
    const out = empty(x.shape, x.dtype);
    for (let i = 0; i < out.size; i++) out.data[i] = choose(x.data[i], t.data[i]);
    return out;
  },
  backward: (_context, [g]) => [g, null],
};

/** Log-probabilities `x` to be multiplied with `t`, so that 0 · -∞ is 0: what has no share in a loss costs nothing. @internal */
export function logsFor(x: Tensor, t: Tensor): Tensor {
  return applyOp(op, [x, t], (value, target) => (target === 0 && value === -Infinity ? 0 : value));
}

/** Rates `x` whose logarithm is to be multiplied with `t`, so that 0 log 0 is 0, and its gradient too. @internal */
export function ratesFor(x: Tensor, t: Tensor): Tensor {
  return applyOp(op, [x, t], (value, target) => (target === 0 && value === 0 ? 1 : value));
}

/** Logits `x` for labels `t`: an infinite one that is right is large instead, and costs as exactly nothing. @internal */
export function logitsFor(x: Tensor, t: Tensor): Tensor {
  return applyOp(op, [x, t], (value, target) =>
    (value === Infinity && target === 1) || (value === -Infinity && target === 0)
      ? Math.sign(value) * 1e4
      : value,
  );
}

/** `factor · cost`, and 0 for a factor of 0 whatever the cost, but NaN. @internal */
export function share(factor: number, cost: number): number {
  return factor === 0 && !Number.isNaN(cost) ? 0 : factor * cost;
}
