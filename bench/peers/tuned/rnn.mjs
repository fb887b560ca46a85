import * as tf from "@tensorflow/tfjs";
import { layerGradients, throughTanh } from "./pieces.mjs";

/** An RNN's step and its gradient by hand: one product, its tanh as the fused sigmoid of doubled weights. */
export const rnn = {
  begin([wx, wh, bx, bh], batch) {
    const zero = tf.zeros([batch, wh.shape[0]]);
    return {
      input: wx.shape[0],
      weight: tf.mul(tf.concat([wx, wh]), 2),
      bias: tf.mul(tf.add(bx, bh), 2),
      backWeight: tf.transpose(wh),
      first: { h: zero },
      last: { dh: zero },
    };
  },

  forward({ weight, bias }, x, { h }) {
    const operand = tf.concat([x, h], 1);
    const s = tf.fused.matMul({ a: operand, b: weight, bias, activation: "sigmoid" });
    return { operand, h: tf.sub(tf.mul(s, 2), 1) };
  },

  backward({ backWeight }, { h }, dOutput, { dh }) {
    const dGates = throughTanh(h, tf.add(dOutput, dh));
    return { dGates, dh: tf.matMul(dGates, backWeight) };
  },

  finish({ input }, steps, backs) {
    const { weight, bias } = layerGradients(
      tf.concat(steps.map(({ operand }) => operand)),
      tf.concat(backs.map(({ dGates }) => dGates)),
    );
    const [dwx, dwh] = tf.split(weight, [input, weight.shape[0] - input]);
    return [dwx, dwh, bias, bias];
  },
};
