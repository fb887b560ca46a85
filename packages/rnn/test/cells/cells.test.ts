import {
  ArgumentError,
  Generator,
  ShapeError,
  gradcheck,
  gradgradcheck,
  tensor,
  zeros,
} from "@rewind/autograd";
import { describe, expect, test } from "vitest";
import { GRUCell, LSTMCell, RNNCell, flattenState, mapState } from "../../src/index.ts";
import { randomTensor } from "../support/random-tensor.ts";
import { withParameters } from "../support/with-parameters.ts";

const generator = (): Generator => new Generator(3);
const cells = {
  "RNNCell tanh": () => new RNNCell(2, 3, { generator: generator() }),
  "RNNCell relu": () => new RNNCell(2, 3, { nonlinearity: "relu", generator: generator() }),
  "RNNCell without bias": () => new RNNCell(2, 3, { bias: false, generator: generator() }),
  GRUCell: () => new GRUCell(2, 3, { generator: generator() }),
  "GRUCell without bias": () => new GRUCell(2, 3, { bias: false, generator: generator() }),
  LSTMCell: () => new LSTMCell(2, 3, { generator: generator() }),
  "LSTMCell without bias": () => new LSTMCell(2, 3, { bias: false, generator: generator() }),
  "LSTMCell with projection": () => new LSTMCell(2, 3, { projSize: 2, generator: generator() }),
};

describe.each(Object.entries(cells))("%s", (_name, make) => {
  test("differentiates two steps in inputs, state and every parameter, twice", () => {
    const cell = make().to("float64");
    const { values, run } = withParameters(cell);
    const start = flattenState(cell.initialState(2)).map((leaf, i) => randomTensor(leaf.tensor.shape, i));
    const twoSteps = (x: ReturnType<typeof tensor>, ...rest: ReturnType<typeof tensor>[]) =>
      run(rest.slice(start.length), () => {
        let next = 0;
        const state = mapState(cell.initialState(2) as never, () => rest[next++]);
        const [, between] = cell.step(x, state as never);
        const [output, last] = cell.step(x.mul(0.5), between as never);
        return [output, ...flattenState(last).map((leaf) => leaf.tensor)];
      });
    const inputs = [randomTensor([2, 2], 9), ...start, ...values];
    expect(gradcheck(twoSteps, inputs).maxRelError).toBeLessThan(1e-5);
    expect(gradgradcheck(twoSteps, inputs).ok).toBe(true);
  });

  test("names its parameters as PyTorch and starts them within 1/sqrt(H)", () => {
    const cell = make();
    const names = cell.namedParameters().map(([name]) => name);
    expect(names.slice(0, 2)).toEqual(["weight_ih", "weight_hh"]);
    expect(cell.bias_ih === null ? names : names.slice(2, 4)).toEqual(
      cell.bias_ih === null ? ["weight_ih", "weight_hh"] : ["bias_ih", "bias_hh"],
    );
    for (const parameter of cell.parameters()) {
      const largest = Math.max(...parameter.data.map(Math.abs));
      expect(largest).toBeLessThanOrEqual(1 / Math.sqrt(3));
      expect(largest).toBeGreaterThan(0);
    }
  });

  test("starts from zeros when given no state", () => {
    const cell = make();
    const x = tensor([[1, -1]]);
    const [output] = cell.forward(x);
    expect(output.toArray()).toEqual(cell.step(x, cell.initialState(1) as never)[0].toArray());
  });
});

test("what does not fit is refused by name", () => {
  const cell = new LSTMCell(2, 3);
  expect(() => cell.step(zeros([2, 5]), cell.initialState(2))).toThrow(/LSTMCell: input \[2, 5\]/);
  expect(() => cell.step(zeros([2, 2]), cell.initialState(1))).toThrow(ShapeError);
  expect(() => cell.step(zeros([2, 2]), zeros([2, 3]) as never)).toThrow(/a bare Tensor where \{ h, c \}/);
  expect(() => new RNNCell(0, 3)).toThrow(ArgumentError);
  expect(() => new RNNCell(2, 3, { nonlinearity: "sin" as never })).toThrow(/RNNCell: nonlinearity/);
  expect(() => new LSTMCell(2, 3, { projSize: 3 })).toThrow(/projSize 3 must be smaller/);
});
