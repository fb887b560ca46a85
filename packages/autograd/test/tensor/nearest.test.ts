import fc from "fast-check";
import { expect, test } from "vitest";
import { nearest, softmax } from "../../src/index.ts";

const names = ["lr", "momentum", "weightDecay", "nesterov", "batchFirst", "keepDims"];

test.each([
  ["learningRate", "lr"],
  ["weight_decay", "weightDecay"],
  ["wieghtDecay", "weightDecay"],
  ["momentun", "momentum"],
  ["batch_first", "batchFirst"],
  ["keepdim", "keepDims"],
  ["lR", "lr"],
  ["dampening", null],
  ["x", null],
  ["", null],
])("%s means %s", (word, meant) => {
  expect(nearest(word, names)).toBe(meant);
});

test("a name with one slip is found, and never what is not in the list", () => {
  const slip = fc.record({
    name: fc.constantFrom(...names.slice(1)),
    at: fc.nat(5),
    letter: fc.constantFrom("q", ""),
  });
  fc.assert(
    fc.property(slip, ({ name, at, letter }) => {
      expect(nearest(name.slice(0, at) + letter + name.slice(at + 1), names)).toBe(name);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (word) => {
      expect([...names, null]).toContain(nearest(word, names));
    }),
  );
});

test("an unknown option says what was probably meant", () => {
  const run = (options: object) => (): unknown => softmax([1], options);
  expect(run({ axs: 0 })).toThrow(/^softmax: unknown option "axs"; it takes axis; did you mean axis\?$/);
  expect(run({ temperature: 0 })).toThrow(/it takes axis$/);
});
