/** A training step of a recurrent network with a linear head: the loss is the mean cross-entropy of all T·B outputs. */
export interface RecurrentSpec {
  kind: "recurrent";
  cell: "lstm" | "gru" | "rnn";
  /** The built-in layer, a user's own cell laid along time by `unroll`, or the whole step written op by op. */
  form: "layer" | "cell" | "eager";
  batch: number;
  steps: number;
  input: number;
  hidden: number;
  classes: number;
}

/** A training step of a ReLU network on one batch. `sizes` go from input to classes. */
export interface MlpSpec {
  kind: "mlp";
  batch: number;
  sizes: readonly number[];
}

/** A product of two square matrices; with `gradients`, forward and the gradients of both. */
export interface MatmulSpec {
  kind: "matmul";
  size: number;
  gradients: boolean;
}

/** `tanh(a)`, `sigmoid(a)`, or with "chain" forward and backward of `sum(tanh(a b + c))`. */
export interface ElementwiseSpec {
  kind: "elementwise";
  op: "tanh" | "sigmoid" | "chain";
  size: number;
}

/** So many products and sums in turn on a small vector, forward and backward: what an op costs beside its arithmetic. */
export interface TapeSpec {
  kind: "tape";
  ops: number;
  size: number;
}

/** The mean cross entropy of so many rows of logits and its gradient. */
export interface SoftmaxSpec {
  kind: "softmax";
  rows: number;
  classes: number;
}

/** Adam's step alone, on one parameter of so many numbers whose gradient is there. */
export interface AdamSpec {
  kind: "adam";
  size: number;
}

/**
 * The gradient of a recurrent layer's mean squared output for its parameters: at order 2 recorded, and then the gradient of
 * its product with the parameters, a Hessian-vector product.
 */
export interface OrderSpec {
  kind: "order";
  order: 1 | 2;
  batch: number;
  steps: number;
  input: number;
  hidden: number;
}

/** A loop of so many steps that at each asks for the gradient of its state, and of a leaf as old as the loop. */
export interface InLoopSpec {
  kind: "in-loop";
  steps: number;
  size: number;
}

/** What one step of a benchmark does, in words and numbers that every framework understands. */
export type Spec =
  | RecurrentSpec
  | MlpSpec
  | MatmulSpec
  | ElementwiseSpec
  | TapeSpec
  | SoftmaxSpec
  | AdamSpec
  | OrderSpec
  | InLoopSpec;

/** A benchmark made ready in one framework. */
export interface Task {
  /** The timed work; done when it returns or resolves. */
  step(): void | Promise<void>;
  /** A number that tells whether two frameworks did the same work: the last step's loss, or an element of its result. */
  loss(): number | Promise<number>;
}
