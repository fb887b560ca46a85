import { exp, logSoftmax, matmul, mul, relu, sigmoid, tanh, type Tensor } from "@rewind/autograd";
import type { Result } from "../compare.ts";
import type { Inputs } from "../inputs.ts";
import type { Kinds } from "../kind.ts";

/** What backward left on the inputs named. */
function gradsOf(inputs: Inputs, ...names: string[]): Record<string, Result> {
  return Object.fromEntries(names.map((name) => [name, inputs.tensor(name).grad as Tensor]));
}

/** The formulas are the cases' notes. */
export const graph: Kinds = {
  "graph.reuse": (inputs) => {
    const x = inputs.tensor("x");
    return mul(x, tanh(x)).add(mul(x, x)).sub(x);
  },

  "graph.detach": (inputs) => {
    const x = inputs.tensor("x");
    const y = inputs.tensor("y");
    return mul(mul(x, y).detach(), x).add(mul(sigmoid(y).detach(), y));
  },

  "graph.accumulate": (inputs) => {
    const product = (): Tensor => matmul(inputs.tensor("x"), inputs.tensor("w"));
    const l1 = product().tanh().sum();
    l1.backward();
    const l2 = product().square().mean();
    l2.backward();
    return { outputs: { l1, l2 }, grads: gradsOf(inputs, "x", "w") };
  },

  "graph.retain_grad": (inputs) => {
    const h = matmul(inputs.tensor("x"), inputs.tensor("w")).tanh().retainGrad();
    const y = mul(h, h)
      .add(exp(mul(h, 0.5)))
      .retainGrad();
    const loss = y.sum();
    loss.backward();
    const grads = { ...gradsOf(inputs, "x", "w"), h: h.grad as Tensor, y: y.grad as Tensor };
    return { outputs: { loss, h, y }, grads };
  },

  "graph.chain": (inputs) => {
    let h = inputs.tensor("x");
    for (let i = inputs.options.number("steps"); i > 0; i--) {
      h = mul(h, inputs.tensor("w")).add(inputs.tensor("b")).tanh().add(mul(h, 0.5));
    }
    return h;
  },

  "graph.mlp": (inputs) => {
    const hidden = relu(matmul(inputs.tensor("x"), inputs.tensor("w1")).add(inputs.tensor("b1")));
    return logSoftmax(matmul(hidden, inputs.tensor("w2")).add(inputs.tensor("b2")), { axis: 1 });
  },
};
