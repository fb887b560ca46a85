import {
  Generator,
  concat,
  linear,
  noGrad,
  ones,
  randn,
  sigmoid,
  tanh,
  zeros,
  type Tensor,
} from "@rewind/autograd";
import type { Cell } from "../../src/index.ts";

const weight = (seed: number, ...shape: number[]): Tensor =>
  randn(shape, { dtype: "float64", requiresGrad: true, generator: new Generator(seed) });
const blank = (batch: number, size: number): Tensor => zeros([batch, size], { dtype: "float64" });

type Nested = { layers: Tensor[]; seen: { total: Tensor } };

/** Two layers and a running total that no gradient is to follow. */
export class NestedCell implements Cell<Nested> {
  readonly inputSize = 3;
  readonly outputSize = 4;
  readonly weights: Tensor[] = [weight(1, 2, 5), weight(2, 2), weight(3, 2, 4)];

  initialState(batch: number): Nested {
    return { layers: [blank(batch, 2), blank(batch, 2)], seen: { total: blank(batch, 3) } };
  }

  step(x: Tensor, { layers: [a, b], seen }: Nested): [Tensor, Nested] {
    const [first, bias, second] = this.weights;
    const lower = tanh(linear(concat([x, a], { axis: 1 }), first, bias));
    const upper = sigmoid(linear(concat([lower, b], { axis: 1 }), second.mul(2), bias.neg()));
    const total = noGrad(() => seen.total.add(x.square()));
    const output = concat([upper, lower.detach().mul(total.mean({ axis: 1, keepDims: true }))], { axis: 1 });
    return [output, { layers: [lower, upper], seen: { total } }];
  }
}

/** Delays its input by two steps, and makes a constant at every step. */
export class TupleCell implements Cell<[Tensor, Tensor]> {
  readonly inputSize = 3;
  readonly outputSize = 3;
  readonly weights: Tensor[] = [weight(4, 3)];

  initialState(batch: number): [Tensor, Tensor] {
    return [blank(batch, 3), blank(batch, 3)];
  }

  step(x: Tensor, [last, before]: [Tensor, Tensor]): [Tensor, [Tensor, Tensor]] {
    const shift = ones([3], { dtype: "float64" });
    return [before.mul(this.weights[0]).add(shift).sub(0.5), [x, last]];
  }
}

/** One matrix for inputs, state and output; the input is used raw too, and its projection twice. */
export class TiedCell implements Cell<Tensor> {
  readonly inputSize = 3;
  readonly outputSize = 3;
  readonly weights: Tensor[] = [weight(5, 3, 3)];

  initialState(batch: number): Tensor {
    return blank(batch, 3);
  }

  step(x: Tensor, h: Tensor): [Tensor, Tensor] {
    const [w] = this.weights;
    const projected = x.matmul(w);
    const next = tanh(projected.add(h.matmul(w)).add(projected.mul(h)));
    return [next.matmul(w.transpose()).add(x), next];
  }
}

/** The product of two states: a matrix that changes from step to step. */
export class FastWeightCell implements Cell<{ h: Tensor; fast: Tensor }> {
  readonly inputSize = 3;
  readonly outputSize = 3;
  readonly weights: Tensor[] = [weight(6, 3, 3)];

  initialState(batch: number): { h: Tensor; fast: Tensor } {
    return { h: blank(batch, 3), fast: zeros([batch, 3], { dtype: "float64" }) };
  }

  step(x: Tensor, { h, fast }: { h: Tensor; fast: Tensor }): [Tensor, { h: Tensor; fast: Tensor }] {
    const overlap = h.matmul(fast.transpose());
    const next = tanh(overlap.matmul(fast).add(x.matmul(this.weights[0])));
    return [next, { h: next, fast: fast.mul(0.9).add(x) }];
  }
}
