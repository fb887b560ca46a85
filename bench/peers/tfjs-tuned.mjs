// TensorFlow.js as a process of the benchmark, tuned by hand as far as its kernels go: the gradient is written out, no
// product has a transposed operand, each weight's gradient is one product over all steps, no slice copies more than it must.
import * as tf from "@tensorflow/tfjs";
import { mlpMaterial, recurrentMaterial } from "../src/material.ts";
import { serve } from "../src/serve.ts";
import { backend, constant, transposed, variable } from "./tfjs-backend.mjs";
import { gru } from "./tuned/gru.mjs";
import { lstm } from "./tuned/lstm.mjs";
import { crossEntropy, layerGradients, parts } from "./tuned/pieces.mjs";
import { rnn } from "./tuned/rnn.mjs";

const parametersOf = (values) =>
  values.map((one) => (one.shape.length === 2 ? transposed(one) : variable(one)));

/** `step` gives the loss and the gradients of the parameters, in their order. */
function training(parameters, step) {
  const optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
  let last = Number.NaN;
  return {
    step() {
      tf.tidy(() => {
        const { loss, gradients } = step();
        optimizer.applyGradients(parameters.map(({ name }, i) => ({ name, tensor: gradients[i] })));
        last = loss.dataSync()[0];
      });
    },
    loss: () => last,
  };
}

const cells = { lstm, gru, rnn };

function recurrent(spec) {
  const { batch, steps, input, classes } = spec;
  const cell = cells[spec.cell];
  const material = recurrentMaterial(spec);
  const parameters = parametersOf(material.parameters);
  const weights = parameters.slice(0, 4);
  const [weightOut, biasOut] = parameters.slice(4);
  const inputs = tf.reshape(constant(material.inputs), [steps * batch, input]);
  const targets = tf.oneHot(tf.tensor1d(material.targets, "int32"), classes).toFloat();
  return training(parameters, () => {
    const plan = cell.begin(weights, batch);
    const forward = [];
    // Tidied step by step, freed memory is still in the cache when it is used again.
    for (const x of parts(inputs, steps)) {
      forward.push(tf.tidy(() => cell.forward(plan, x, forward.at(-1) ?? plan.first)));
    }
    const outputs = tf.concat(forward.map(({ h }) => h));
    const logits = tf.fused.matMul({ a: outputs, b: weightOut, bias: biasOut });
    const { loss, gradient } = crossEntropy(logits, targets);
    const head = layerGradients(outputs, gradient);
    const dOutputs = parts(tf.matMul(gradient, tf.transpose(weightOut)), steps);
    const backward = [];
    for (let t = steps - 1; t >= 0; t--) {
      backward.unshift(tf.tidy(() => cell.backward(plan, forward[t], dOutputs[t], backward[0] ?? plan.last)));
    }
    return { loss, gradients: [...cell.finish(plan, forward, backward), head.weight, head.bias] };
  });
}

function mlp(spec) {
  const material = mlpMaterial(spec);
  const parameters = parametersOf(material.parameters);
  const images = constant(material.inputs);
  const targets = tf.oneHot(tf.tensor1d(material.targets, "int32"), spec.sizes.at(-1)).toFloat();
  const layers = spec.sizes.length - 1;
  return training(parameters, () => {
    const values = [images];
    for (let i = 0; i < layers; i++) {
      const [b, bias] = parameters.slice(2 * i);
      values.push(tf.fused.matMul({ a: values[i], b, bias, activation: i + 1 < layers ? "relu" : "linear" }));
    }
    const { loss, gradient } = crossEntropy(values[layers], targets);
    const gradients = [];
    let dy = gradient;
    for (let i = layers - 1; i >= 0; i--) {
      const { weight, bias } = layerGradients(values[i], dy);
      gradients.unshift(weight, bias);
      if (i > 0) dy = tf.mul(tf.matMul(dy, tf.transpose(parameters[2 * i])), tf.step(values[i]));
    }
    return { loss, gradients };
  });
}

const kinds = { recurrent, mlp };
await serve({
  name: `TensorFlow.js ${tf.version.tfjs} ${backend} (hand-tuned)`,
  prepare: (spec) => kinds[spec.kind](spec),
});
