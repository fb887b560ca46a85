import { describe, expect, test } from "vitest";
import {
  ShapeError, arange, bernoulli, expand, eye, full, linspace, oneHot, ones, outer, pad, rand, randint, randn, repeat,
  tensor, zeros,
} from "../../src/index.ts"; // prettier-ignore

/** More than any machine's address space. */
const HUGE = 2 ** 46;
const side = 2 ** 23;

describe.each<[string, () => unknown]>([
  ["zeros", () => zeros([HUGE])],
  ["zeros", () => zeros([side, side], { dtype: "float64" })],
  ["ones", () => ones([side, side])],
  ["full", () => full([HUGE], 1)],
  ["arange", () => arange(HUGE)],
  ["linspace", () => linspace(0, 1, HUGE)],
  ["eye", () => eye(side)],
  ["oneHot", () => oneHot([0], HUGE)],
  ["rand", () => rand([HUGE])],
  ["randn", () => randn([HUGE])],
  ["bernoulli", () => bernoulli(0.5, [HUGE])],
  ["randint", () => randint(0, 2, [HUGE])],
  ["expand", () => expand(tensor([1]), [HUGE])],
  ["pad", () => pad(tensor([1]), [[HUGE, 0]])],
  ["repeat", () => repeat(tensor([1]), [HUGE])],
  // Compositions fail in the operation that allocates.
  ["mul", () => outer(zeros([side]), zeros([side]))],
])("%s of more elements than an array can hold", (name, call) => {
  test("is refused with what it would take and what to do", () => {
    expect(call).toThrow(ShapeError);
    expect(call).toThrow(new RegExp(`^${name}: \\d+ elements take .* GiB.*smaller shape`));
  });
});
