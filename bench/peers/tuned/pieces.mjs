// What the hand-tuned steps share: each does in TensorFlow.js's fast kernels what an ordinary op does in a slow one.
import * as tf from "@tensorflow/tfjs";

/**
 * The equal parts of `x` along its first axis. A slice copies all of its source first, so that so many slices of the
 * whole would copy it so many times: halves of halves copy it log₂ times.
 */
export function parts(x, count) {
  if (count === 1) return [x];
  if (count % 2 === 1) return tf.split(x, count);
  return tf.split(x, 2).flatMap((half) => parts(half, count / 2));
}

/** `tanh(x)` from `sigmoid`, which has SIMD: `tanh` takes ten times as long. */
export function tanh(x) {
  return tf.sub(tf.mul(tf.sigmoid(tf.mul(x, 2)), 2), 1);
}

/** `dy (1 - y²)`: through `y = tanh(x)`. */
export function throughTanh(y, dy) {
  return tf.mul(dy, tf.sub(1, tf.square(y)));
}

/** `dy y (1 - y)`: through `y = sigmoid(x)`. */
export function throughSigmoid(y, dy) {
  return tf.mul(dy, tf.sub(y, tf.square(y)));
}

/**
 * The gradients of weight `[in, out]` and bias of `y = x weight + bias`, from all rows in one product each. A sum of
 * rows is a product too, for it shares the packed operand and `sum` has no SIMD.
 */
export function layerGradients(x, dy) {
  return {
    weight: tf.matMul(tf.transpose(x), dy),
    bias: tf.reshape(tf.matMul(tf.ones([1, dy.shape[0]]), dy), [dy.shape[1]]),
  };
}

/** The mean cross entropy of all rows and its gradient. */
export function crossEntropy(logits, targets) {
  const [rows, classes] = logits.shape;
  const probabilities = tf.softmax(logits);
  const chosen = tf.matMul(tf.mul(probabilities, targets), tf.ones([classes, 1]));
  return {
    loss: tf.neg(tf.mean(tf.log(chosen))),
    gradient: tf.mul(tf.sub(probabilities, targets), 1 / rows),
  };
}
