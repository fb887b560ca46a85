// TensorFlow.js as a process of the benchmark: ordinary code op by op, without its layers.
import * as tf from "@tensorflow/tfjs";
import { mlpMaterial, operandMaterial, recurrentMaterial, softmaxMaterial } from "../src/material.ts";
import { serve } from "../src/serve.ts";
import { backend, constant, transposed, variable } from "./tfjs-backend.mjs";

function training(parameters, lossOf) {
  const optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
  let last = Number.NaN;
  return {
    step() {
      const loss = optimizer.minimize(lossOf, true, parameters);
      last = loss.dataSync()[0];
      loss.dispose();
    },
    loss: () => last,
  };
}

function crossEntropy(logits, targets) {
  const shifted = tf.sub(logits, tf.max(logits, 1, true));
  const logTotal = tf.log(tf.sum(tf.exp(shifted), 1, true));
  return tf.neg(tf.div(tf.sum(tf.mul(targets, tf.sub(shifted, logTotal))), logits.shape[0]));
}

const cells = {
  lstm(x, [h, c], [wx, wh, bx, bh]) {
    const gates = tf.add(tf.add(tf.matMul(x, wx), bx), tf.add(tf.matMul(h, wh), bh));
    const [i, f, g, o] = tf.split(gates, 4, 1);
    const next = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    return [tf.mul(tf.sigmoid(o), tf.tanh(next)), next];
  },
  gru(x, [h], [wx, wh, bx, bh]) {
    const [xr, xz, xn] = tf.split(tf.add(tf.matMul(x, wx), bx), 3, 1);
    const [hr, hz, hn] = tf.split(tf.add(tf.matMul(h, wh), bh), 3, 1);
    const z = tf.sigmoid(tf.add(xz, hz));
    const n = tf.tanh(tf.add(xn, tf.mul(tf.sigmoid(tf.add(xr, hr)), hn)));
    return [tf.add(n, tf.mul(z, tf.sub(h, n)))];
  },
  rnn: (x, [h], [wx, wh, bx, bh]) => [
    tf.tanh(tf.add(tf.add(tf.matMul(x, wx), bx), tf.add(tf.matMul(h, wh), bh))),
  ],
};

function recurrent(spec) {
  const { batch, steps, hidden, classes } = spec;
  const material = recurrentMaterial(spec);
  const parameters = material.parameters.map((values) =>
    values.shape.length === 2 ? transposed(values) : variable(values),
  );
  const [weightOut, biasOut] = parameters.slice(4);
  const inputs = constant(material.inputs);
  const targets = tf.oneHot(tf.tensor1d(material.targets, "int32"), classes).toFloat();
  return training(parameters, () => {
    let state = [tf.zeros([batch, hidden]), tf.zeros([batch, hidden])];
    const outputs = tf.unstack(inputs).map((x) => (state = cells[spec.cell](x, state, parameters))[0]);
    const rows = tf.reshape(tf.stack(outputs), [steps * batch, hidden]);
    return crossEntropy(tf.add(tf.matMul(rows, weightOut), biasOut), targets);
  });
}

function mlp(spec) {
  const material = mlpMaterial(spec);
  const parameters = material.parameters.map((values) =>
    values.shape.length === 2 ? transposed(values) : variable(values),
  );
  const images = constant(material.inputs);
  const targets = tf.oneHot(tf.tensor1d(material.targets, "int32"), spec.sizes.at(-1)).toFloat();
  return training(parameters, () => {
    let x = images;
    for (let i = 0; i < parameters.length; i += 2) {
      x = tf.add(tf.matMul(x, parameters[i]), parameters[i + 1]);
      if (i + 2 < parameters.length) x = tf.relu(x);
    }
    return crossEntropy(x, targets);
  });
}

/** Repeats `compute`, which returns its result first, and lets go of all that the last step left. */
function repeated(compute) {
  let kept = [];
  return {
    step() {
      tf.dispose(kept);
      kept = tf.tidy(compute);
    },
    loss: () => kept[0].dataSync()[0],
  };
}

function matmul(spec) {
  const [a, b] = operandMaterial(spec).map(constant);
  if (!spec.gradients) return repeated(() => [tf.matMul(a, b)]);
  const upstream = tf.ones([spec.size, spec.size]);
  let product;
  const gradients = tf.grads((left, right) => (product = tf.keep(tf.matMul(left, right))));
  return repeated(() => {
    const found = gradients([a, b], upstream);
    return [product, ...found];
  });
}

function elementwise(spec) {
  const [a, b, c] = operandMaterial(spec).map(constant);
  if (spec.op !== "chain") return repeated(() => [spec.op === "tanh" ? tf.tanh(a) : tf.sigmoid(a)]);
  const gradients = tf.valueAndGrads((x, y, z) => tf.sum(tf.tanh(tf.add(tf.mul(x, y), z))));
  return repeated(() => {
    const { value, grads } = gradients([a, b, c]);
    return [value, ...grads];
  });
}

function softmax(spec) {
  const { logits, targets } = softmaxMaterial(spec);
  const leaf = constant(logits);
  const wanted = tf.oneHot(tf.tensor1d(targets, "int32"), spec.classes).toFloat();
  const gradient = tf.valueAndGrad((x) => crossEntropy(x, wanted));
  return repeated(() => {
    const { value, grad } = gradient(leaf);
    return [value, grad];
  });
}

function adam(spec) {
  const [values, gradient] = operandMaterial(spec);
  const leaf = variable(values);
  const gradients = { [leaf.name]: constant(gradient) };
  const optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
  return {
    step: () => optimizer.applyGradients(gradients),
    loss: () => leaf.dataSync()[0],
  };
}

function tape(spec) {
  const [leaf, factor, summand] = operandMaterial(spec).map(constant);
  const gradient = tf.valueAndGrad((x) => {
    let y = x;
    for (let i = 0; i < spec.ops; i += 2) y = tf.add(tf.mul(y, factor), summand);
    return tf.sum(y);
  });
  return repeated(() => {
    const { value, grad } = gradient(leaf);
    return [value, grad];
  });
}

const kinds = { recurrent, mlp, matmul, elementwise, softmax, adam, tape };
await serve({
  name: `TensorFlow.js ${tf.version.tfjs} ${backend}`,
  prepare: (spec) => kinds[spec.kind](spec),
});
