// jax-js as a process of the benchmark: the whole step compiled by `jit`. Every use of an array but its last takes `.ref`.
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from "@jax-js/jax";
import { mlpMaterial, operandMaterial, recurrentMaterial, softmaxMaterial } from "../src/material.ts";
import { serve } from "../src/serve.ts";
import manifest from "./package.json";

await init("wasm");
defaultDevice("wasm");

const constant = ({ data, shape }) => np.array(data).reshape([...shape]);
const zerosLike = (values) => values.map(({ shape }) => np.zeros([...shape]));

function update(parameters, gradients, means, squares, rates) {
  const [first, second] = [0.9, 0.999];
  const [meanRate, squareRate] = rates;
  const next = parameters.map((parameter, i) => {
    const gradient = gradients[i];
    const mean = means[i].mul(first).add(gradient.ref.mul(1 - first));
    const square = squares[i].mul(second).add(gradient.ref.mul(gradient).mul(1 - second));
    const root = np.sqrt(square.ref.mul(squareRate.ref)).add(1e-8);
    return { parameter: parameter.sub(mean.ref.mul(meanRate.ref).div(root)), mean, square };
  });
  meanRate.dispose();
  squareRate.dispose();
  return [next.map((one) => one.parameter), next.map((one) => one.mean), next.map((one) => one.square)];
}

/** The corrections of Adam's moments change with every step: they are inputs of the compiled function. */
const rates = (count) =>
  [1e-3 / (1 - 0.9 ** count), 1 / (1 - 0.999 ** count)].map((rate) => np.array([rate]));

function training(values, lossOf, constants) {
  const gradient = valueAndGrad((parameters, ...rest) => lossOf(parameters, ...rest));
  const compiled = jit((parameters, means, squares, corrections, ...rest) => {
    const [loss, gradients] = gradient(
      parameters.map((parameter) => parameter.ref),
      ...rest,
    );
    return [loss, ...update(parameters, gradients, means, squares, corrections)];
  });
  let state = [values.map(constant), zerosLike(values), zerosLike(values)];
  let count = 0;
  let last;
  return {
    async step() {
      count++;
      const [loss, ...next] = compiled(...state, rates(count), ...constants.map((one) => one.ref));
      state = next;
      await blockUntilReady(next);
      last = (await loss.data())[0];
    },
    loss: () => last,
  };
}

function crossEntropy(logits, targets) {
  const rows = logits.shape[0];
  return nn
    .logSoftmax(logits, 1)
    .mul(targets)
    .sum()
    .mul(-1 / rows);
}

const dense = (x, weight, bias) => np.matmul(x, weight.transpose()).add(bias);

const cells = {
  lstm(x, [h, c], [wx, wh, bx, bh]) {
    const [i, f, g, o] = np.split(dense(x, wx, bx).add(dense(h, wh, bh)), 4, 1);
    const next = nn
      .sigmoid(f)
      .mul(c)
      .add(nn.sigmoid(i).mul(np.tanh(g)));
    return [nn.sigmoid(o).mul(np.tanh(next.ref)), next];
  },
  gru(x, [h], [wx, wh, bx, bh]) {
    const [xr, xz, xn] = np.split(dense(x, wx, bx), 3, 1);
    const [hr, hz, hn] = np.split(dense(h.ref, wh, bh), 3, 1);
    const z = nn.sigmoid(xz.add(hz));
    const n = np.tanh(xn.add(nn.sigmoid(xr.add(hr)).mul(hn)));
    return [n.ref.add(z.mul(h.sub(n)))];
  },
  rnn: (x, [h], [wx, wh, bx, bh]) => [np.tanh(dense(x, wx, bx).add(dense(h, wh, bh)))],
};

function recurrent(spec) {
  const { batch, steps, hidden, classes, cell } = spec;
  const { parameters, inputs, targets } = recurrentMaterial(spec);
  const lossOf = (all, xs, wanted) => {
    const weights = all.slice(0, 4);
    const states = cell === "lstm" ? 2 : 1;
    let state = Array.from({ length: states }, () => np.zeros([batch, hidden]));
    const outputs = [];
    for (const x of np.unstack(xs)) {
      state = cells[cell](
        x,
        state,
        weights.map((weight) => weight.ref),
      );
      outputs.push(state[0].ref);
    }
    for (const one of [...state, ...weights]) one.dispose();
    return crossEntropy(dense(np.stack(outputs).reshape([steps * batch, hidden]), all[4], all[5]), wanted);
  };
  const wanted = nn.oneHot(np.array(targets, { dtype: np.int32 }), classes).astype(np.float32);
  return training(parameters, lossOf, [constant(inputs), wanted]);
}

function mlp(spec) {
  const { parameters, inputs, targets } = mlpMaterial(spec);
  const lossOf = (all, images, wanted) => {
    let x = images;
    for (let i = 0; i < all.length; i += 2) {
      x = dense(x, all[i], all[i + 1]);
      if (i + 2 < all.length) x = nn.relu(x);
    }
    return crossEntropy(x, wanted);
  };
  const wanted = nn.oneHot(np.array(targets, { dtype: np.int32 }), spec.sizes.at(-1)).astype(np.float32);
  return training(parameters, lossOf, [constant(inputs), wanted]);
}

/** Repeats a function of the operands, which returns its result first. */
function repeated(compute, operands) {
  let kept = [];
  return {
    async step() {
      for (const one of kept) one.dispose();
      kept = compute(...operands.map((one) => one.ref));
      await blockUntilReady(kept);
    },
    loss: async () => (await kept[0].ref.data())[0],
  };
}

/** The value of a scalar function and the gradients of all its arguments. */
function withGradients(lossOf, count) {
  const gradient = valueAndGrad(lossOf, { argnums: Array.from({ length: count }, (_, i) => i) });
  return (...operands) => {
    const [value, gradients] = gradient(...operands);
    return [value, ...gradients];
  };
}

function matmul(spec) {
  const operands = operandMaterial(spec).map(constant);
  if (!spec.gradients)
    return repeated(
      jit((a, b) => [np.matmul(a, b)]),
      operands,
    );
  const gradient = valueAndGrad(
    (a, b) => {
      const product = np.matmul(a, b);
      return [product.ref.sum(), product];
    },
    { argnums: [0, 1], hasAux: true },
  );
  const step = jit((a, b) => {
    const [[loss, product], gradients] = gradient(a, b);
    return [product, loss, ...gradients];
  });
  return repeated(step, operands);
}

function elementwise(spec) {
  const operands = operandMaterial(spec).map(constant);
  if (spec.op === "chain") {
    return repeated(
      withGradients((a, b, c) => np.tanh(a.mul(b).add(c)).sum(), 3),
      operands,
    );
  }
  const step = jit((a) => [spec.op === "tanh" ? np.tanh(a) : nn.sigmoid(a)]);
  return repeated(step, operands.slice(0, 1));
}

function softmax(spec) {
  const { logits, targets } = softmaxMaterial(spec);
  const wanted = nn.oneHot(np.array(targets, { dtype: np.int32 }), spec.classes).astype(np.float32);
  const gradient = valueAndGrad((x, classes) => crossEntropy(x, classes));
  const step = jit((x, classes) => gradient(x, classes));
  return repeated(step, [constant(logits), wanted]);
}

function adam(spec) {
  const [values, gradient] = operandMaterial(spec);
  const fixed = constant(gradient);
  const compiled = jit((parameters, means, squares, corrections, gradients) =>
    update(parameters, gradients, means, squares, corrections),
  );
  let state = [[constant(values)], zerosLike([values]), zerosLike([values])];
  let count = 0;
  return {
    async step() {
      state = compiled(...state, rates(++count), [fixed.ref]);
      await blockUntilReady(state);
    },
    loss: async () => (await state[0][0].ref.data())[0],
  };
}

function tape(spec) {
  const operands = operandMaterial(spec).map(constant);
  const lossOf = (leaf, factor, summand) => {
    let y = leaf;
    for (let i = 0; i < spec.ops; i += 2) y = y.mul(factor.ref).add(summand.ref);
    factor.dispose();
    summand.dispose();
    return y.sum();
  };
  // Compiled, the ops would be one kernel: what an op costs beside its arithmetic would not be seen.
  return repeated(withGradients(lossOf, 1), operands);
}

const kinds = { recurrent, mlp, matmul, elementwise, softmax, adam, tape };
await serve({
  name: `jax-js ${manifest.dependencies["@jax-js/jax"]}`,
  prepare: (spec) => kinds[spec.kind](spec),
});
