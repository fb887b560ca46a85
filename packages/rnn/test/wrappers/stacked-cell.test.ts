import { Generator, stack, unstack } from "@rewind/autograd";
import { describe, expect, test } from "vitest";
import { GRU, GRUCell, LSTMCell, ResidualCell, StackedCell, unroll } from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";
import { randomTensor } from "../support/random-tensor.ts";
import { UserLSTM } from "../support/user-lstm.ts";

const xs = randomTensor([4, 2, 3], 1);

test("is its cells unrolled one after the other, with the state of each", () => {
  const lower = new LSTMCell(3, 4, { generator: new Generator(1) }).to("float64");
  const upper = new GRUCell(4, 2, { generator: new Generator(2) }).to("float64");
  const { outputs, state } = unroll(new StackedCell([lower, upper]), xs, { lengths: [4, 2] });
  const below = unroll(lower, xs, { lengths: [4, 2] });
  const above = unroll(upper, below.outputs, { lengths: [4, 2] });
  assertClose(outputs, above.outputs);
  assertClose(state[0].c, below.state.c);
  assertClose(state[1], above.state);
});

test("equals the layers that PyTorch has, with their weights", () => {
  const gru = new GRU(3, 4, { numLayers: 2, generator: new Generator(3) }).to("float64");
  const cells = [new GRUCell(3, 4).to("float64"), new GRUCell(4, 4).to("float64")] as const;
  const stacked = new StackedCell([...cells]);
  const names = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"] as const;
  const own = gru.stateDict();
  stacked.loadStateDict(
    Object.fromEntries(
      [0, 1].flatMap((l) => names.map((name) => [`cells.${l}.${name}`, own[`${name}_l${l}`]])),
    ),
  );
  const expected = gru.forward(xs);
  const { outputs, state } = unroll(stacked, xs);
  assertClose(outputs, expected.outputs);
  assertClose(stack([...state]), expected.state);
});

describe("ResidualCell", () => {
  test("adds its input", () => {
    const cell = new GRUCell(3, 3, { generator: new Generator(4) }).to("float64");
    const plain = unroll(cell, xs);
    const { outputs, state } = unroll(new ResidualCell(cell), xs);
    assertClose(outputs, plain.outputs.add(xs));
    assertClose(state, plain.state);
  });

  test("takes a user's cell", () => {
    const cell = new UserLSTM(3, 3);
    const [output] = new ResidualCell(cell).forward(unstack(xs)[0]);
    assertClose(output, cell.step(unstack(xs)[0], cell.initialState(2))[0].add(unstack(xs)[0]));
  });

  test("needs equal sizes", () => {
    expect(() => new ResidualCell(new GRUCell(3, 4))).toThrow(
      /^ResidualCell: .*inputSize 3 and outputSize 4/,
    );
  });
});

test("cells that do not fit are refused by number", () => {
  expect(() => new StackedCell([])).toThrow(/^StackedCell: cells must be an array of at least one/);
  expect(() => new StackedCell([new GRUCell(2, 3), new GRUCell(4, 2)])).toThrow(
    /^StackedCell: cell 1 has inputSize 4, but the cell below has outputSize 3/,
  );
  expect(() => new StackedCell([new GRUCell(2, 3), {} as never])).toThrow(
    /^StackedCell: cell 1 must be a cell/,
  );
});
