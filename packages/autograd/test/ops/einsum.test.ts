import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ArgumentError,
  Generator,
  ShapeError,
  type Tensor,
  dot,
  einsum,
  gradcheck,
  matmul,
  outer,
  randn,
  tensor,
  zeros,
} from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";

const SIZES: Readonly<Record<string, number>> = { a: 2, b: 3, c: 1, d: 2, e: 3 };
const close = { rtol: 1e-10, atol: 1e-10 };

/** The definition: for every value of every letter, adds the product of the elements to the result. */
function summed(inputs: readonly string[], output: string, xs: readonly Tensor[]): Tensor {
  const letters = [...new Set(inputs.join(""))];
  const at = (term: string, value: ReadonlyMap<string, number>): number =>
    [...term].reduce((offset, letter) => offset * SIZES[letter] + (value.get(letter) as number), 0);
  const shape = [...output].map((letter) => SIZES[letter]);
  const out = zeros(shape, { dtype: "float64" });
  const visit = (depth: number, value: Map<string, number>): void => {
    if (depth === letters.length) {
      out.data[at(output, value)] += xs.reduce((product, x, i) => product * x.data[at(inputs[i], value)], 1);
      return;
    }
    for (let k = 0; k < SIZES[letters[depth]]; k++) visit(depth + 1, value.set(letters[depth], k));
  };
  visit(0, new Map());
  return out;
}

const term = fc
  .array(fc.constantFrom(...Object.keys(SIZES)), { maxLength: 4 })
  .map((letters) => letters.join(""));
const specification = fc.array(term, { minLength: 1, maxLength: 4 }).chain((inputs) => {
  const letters = [...new Set(inputs.join(""))];
  return fc.record({
    inputs: fc.constant(inputs),
    output: fc.shuffledSubarray(letters).map((some) => some.join("")),
    seed: fc.integer({ min: 0, max: 1000 }),
  });
});

const operandsOf = (inputs: readonly string[], seed: number): Tensor[] => {
  const generator = new Generator(seed);
  return inputs.map((term) => randn([...term].map((letter) => SIZES[letter]), { dtype: "float64", generator })); // prettier-ignore
};

describe("einsum", () => {
  test("computes its definition, for any letters on any number of tensors", () => {
    fc.assert(
      fc.property(specification, ({ inputs, output, seed }) => {
        const xs = operandsOf(inputs, seed);
        const result = einsum(`${inputs.join(",")}->${output}`, ...xs);
        expect(result.shape).toEqual([...output].map((letter) => SIZES[letter]));
        assertClose(result, summed(inputs, output, xs), close);
      }),
      { numRuns: 300 },
    );
  });

  test("differentiates, whatever it is made of", () => {
    fc.assert(
      fc.property(specification, ({ inputs, output, seed }) => {
        const xs = operandsOf(inputs, seed);
        expect(gradcheck((...all) => einsum(`${inputs.join(",")}->${output}`, ...all), xs).ok).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test("without an arrow keeps the letters that occur once, in alphabetical order", () => {
    const [a, b] = operandsOf(["ba", "bd"], 1);
    assertClose(einsum("ba,bd", a, b), einsum("ba,bd->ad", a, b), close);
    assertClose(einsum("ba", a), a.permute([1, 0]), close);
    expect(einsum("aa", tensor([[1, 2], [3, 4]])).item()).toBe(5); // prettier-ignore
  });

  test("an ellipsis stands for axes that broadcast", () => {
    const generator = new Generator(2);
    const a = randn([4, 1, 2, 3], { dtype: "float64", generator });
    const b = randn([5, 3, 2], { dtype: "float64", generator });
    assertClose(einsum("...ij,...jk->...ik", a, b), matmul(a, b), close);
    assertClose(einsum("...ij,...jk", a, b), matmul(a, b), close);
    assertClose(einsum("...i->...", a), a.sum({ axis: -1 }), close);
    assertClose(einsum("...i->i", a), a.sum({ axis: [0, 1, 2] }), close);
  });

  test("takes arrays, and spaces in the specification", () => {
    expect(einsum("i, i -> ", [1, 2], [3, 4]).item()).toBe(11);
  });

  test("says what is wrong", () => {
    expect(() => einsum("ij,jk->ik", zeros([2, 3]), zeros([4, 2]))).toThrow(/axis j .* sizes 3 and 4/);
    expect(() => einsum("ij->i", zeros([2]))).toThrow(ShapeError);
    expect(() => einsum("i,j", zeros([2]))).toThrow(ArgumentError);
    expect(() => einsum("i->j", zeros([2]))).toThrow(ArgumentError);
    expect(() => einsum("i1", zeros([2, 2]))).toThrow(ArgumentError);
  });
});

test("dot and outer are the products einsum says", () => {
  const vectors = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(vectors, (values) => {
      const a = tensor(values, { dtype: "float64" });
      const b = a.mul(2).add(1);
      assertClose(dot(a, b), einsum("i,i->", a, b), close);
      assertClose(outer(a, b), einsum("i,j->ij", a, b), close);
    }),
  );
});
