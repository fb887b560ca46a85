import * as tf from "@tensorflow/tfjs";
import { layerGradients, tanh, throughTanh } from "./pieces.mjs";

/**
 * An LSTM's step and its gradient by hand. Input and state share one product; all four gates are one fused sigmoid, the
 * third as `tanh(z) = 2 sigmoid(2 z) - 1` of weights that were doubled before the sequence.
 */
export const lstm = {
  begin([wx, wh, bx, bh], batch) {
    const [input, hidden] = [wx.shape[0], wh.shape[0]];
    const factors = tf.concat([tf.ones([2 * hidden]), tf.fill([hidden], 2), tf.ones([hidden])]);
    const zero = tf.zeros([batch, hidden]);
    return {
      input,
      weight: tf.mul(tf.concat([wx, wh]), factors),
      bias: tf.mul(tf.add(bx, bh), factors),
      backWeight: tf.transpose(wh),
      first: { h: zero, c: zero },
      last: { dh: zero, dc: zero },
    };
  },

  forward({ weight, bias }, x, { h, c }) {
    const operand = tf.concat([x, h], 1);
    const gates = tf.fused.matMul({ a: operand, b: weight, bias, activation: "sigmoid" });
    const [i, f, s, o] = tf.split(gates, 4, 1);
    const g = tf.sub(tf.mul(s, 2), 1);
    const next = tf.add(tf.mul(f, c), tf.mul(i, g));
    const squashed = tanh(next);
    return { operand, gates, i, f, g, o, before: c, squashed, c: next, h: tf.mul(o, squashed) };
  },

  backward({ backWeight }, { gates, i, f, g, o, before, squashed }, dOutput, { dh, dc }) {
    const dH = tf.add(dOutput, dh);
    const dC = tf.add(dc, throughTanh(squashed, tf.mul(dH, o)));
    // 1 - g² is 4 s (1 - s).
    const outer = tf.concat(
      [tf.mul(dC, g), tf.mul(dC, before), tf.mul(tf.mul(dC, i), 4), tf.mul(dH, squashed)],
      1,
    );
    const dGates = tf.mul(outer, tf.sub(gates, tf.square(gates)));
    return { dGates, dh: tf.matMul(dGates, backWeight), dc: tf.mul(dC, f) };
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
