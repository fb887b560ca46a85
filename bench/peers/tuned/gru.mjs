import * as tf from "@tensorflow/tfjs";
import { layerGradients, tanh, throughSigmoid, throughTanh } from "./pieces.mjs";

/** A GRU's step and its gradient by hand. The new gate keeps the products of input and state apart. */
export const gru = {
  begin([wx, wh, bx, bh], batch) {
    const hidden = wh.shape[0];
    const zero = tf.zeros([batch, hidden]);
    return { wx, wh, bx, bh, hidden, backWeight: tf.transpose(wh), first: { h: zero }, last: { dh: zero } };
  },

  forward({ wx, wh, bx, bh, hidden }, x, { h }) {
    const [xGates, xNew] = tf.split(tf.fused.matMul({ a: x, b: wx, bias: bx }), [2 * hidden, hidden], 1);
    const [hGates, hNew] = tf.split(tf.fused.matMul({ a: h, b: wh, bias: bh }), [2 * hidden, hidden], 1);
    const gates = tf.sigmoid(tf.add(xGates, hGates));
    const [r, z] = tf.split(gates, 2, 1);
    const n = tanh(tf.add(xNew, tf.mul(r, hNew)));
    return { x, before: h, gates, r, z, n, hNew, h: tf.add(n, tf.mul(z, tf.sub(h, n))) };
  },

  backward({ backWeight }, { before, gates, r, z, n, hNew }, dOutput, { dh }) {
    const dH = tf.add(dOutput, dh);
    const kept = tf.mul(dH, z);
    const dNew = throughTanh(n, tf.sub(dH, kept));
    const outer = tf.concat([tf.mul(dNew, hNew), tf.mul(dH, tf.sub(before, n))], 1);
    const dGates = throughSigmoid(gates, outer);
    const dState = tf.concat([dGates, tf.mul(dNew, r)], 1);
    return { dInput: tf.concat([dGates, dNew], 1), dState, dh: tf.add(kept, tf.matMul(dState, backWeight)) };
  },

  finish(_, steps, backs) {
    const x = layerGradients(
      tf.concat(steps.map((step) => step.x)),
      tf.concat(backs.map(({ dInput }) => dInput)),
    );
    const h = layerGradients(
      tf.concat(steps.map(({ before }) => before)),
      tf.concat(backs.map(({ dState }) => dState)),
    );
    return [x.weight, h.weight, x.bias, h.bias];
  },
};
