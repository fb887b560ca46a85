import { add, empty, type Dtype, type Shape, type Tensor } from "@rewind/autograd";

/** A sum over steps, in double precision. @internal */
export class StepSum {
  readonly #sum: Float64Array;
  readonly #shape: Shape;
  readonly #dtype: Dtype;

  constructor({ data, shape, dtype }: Tensor) {
    this.#sum = new Float64Array(data.length);
    this.#shape = shape;
    this.#dtype = dtype;
  }

  add({ data }: Tensor): void {
    for (let i = 0; i < data.length; i++) this.#sum[i] += data[i];
  }

  total(): Tensor {
    const out = empty(this.#shape, this.#dtype);
    out.data.set(this.#sum);
    return out;
  }
}

/** The gradients arriving at the values of one step. @internal */
export class StepGradients {
  readonly #gradients: (Tensor | null)[];
  /** Which of them are sums made here, to be added to in place. */
  readonly #own: boolean[];

  constructor(values: number) {
    this.#gradients = new Array<Tensor | null>(values).fill(null);
    this.#own = new Array<boolean>(values).fill(false);
  }

  add(value: number, gradient: Tensor): void {
    const prior = this.#gradients[value];
    if (prior === null) this.#gradients[value] = gradient;
    else if (this.#own[value]) {
      const sum = prior.data;
      const { data } = gradient;
      for (let i = 0; i < sum.length; i++) sum[i] += data[i];
    } else {
      this.#gradients[value] = add(prior, gradient);
      this.#own[value] = true;
    }
  }

  /** What has arrived at a value, which is then empty again. */
  take(value: number): Tensor | null {
    const gradient = this.#gradients[value];
    this.#gradients[value] = null;
    this.#own[value] = false;
    return gradient;
  }
}
