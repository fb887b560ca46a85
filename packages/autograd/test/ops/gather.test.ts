import fc from "fast-check";
import { expect, test } from "vitest";
import { gather, randn, scatterAdd, tensor, zeros } from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";

/** A shape, an axis of it, and indices along that axis, on other axes perhaps fewer than the shape has. */
const plans = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }), fc.nat(), fc.nat(5))
  .chain(([shape, pick, along]) => {
    const axis = pick % shape.length;
    const sizes = fc.tuple(...shape.map((size, i) => (i === axis ? fc.constant(along) : fc.nat(size))));
    return sizes.chain((indexShape) => {
      const count = indexShape.reduce((a, b) => a * b, 1);
      const values = fc.array(fc.nat(shape[axis] - 1), { minLength: count, maxLength: count });
      return values.map((list) => ({ shape, axis, indexShape, indices: Int32Array.from(list) }));
    });
  });

test("gather reads where its definition says", () => {
  fc.assert(
    fc.property(plans, ({ shape, axis, indexShape, indices }) => {
      const x = randn(shape);
      const out = gather(x, indices, { axis, shape: indexShape });
      expect(out.shape).toEqual(indexShape);
      for (let i = 0; i < out.size; i++) {
        const place = new Array<number>(shape.length);
        for (let k = shape.length - 1, rest = i; k >= 0; k--) {
          place[k] = rest % indexShape[k];
          rest = Math.floor(rest / indexShape[k]);
        }
        place[axis] = indices[i];
        expect(out.data[i]).toBe(x.data[place.reduce((at, index, k) => at * shape[k] + index, 0)]);
      }
    }),
  );
});

test("scatterAdd is the transpose of gather: <gather(x), s> = <x, scatterAdd(0, s)>", () => {
  fc.assert(
    fc.property(plans, ({ shape, axis, indexShape, indices }) => {
      const options = { axis, shape: indexShape };
      const x = randn(shape, { dtype: "float64" });
      const source = randn(indexShape, { dtype: "float64" });
      const scattered = scatterAdd(zeros(shape, { dtype: "float64" }), indices, source, options);
      const [left, right] = [gather(x, indices, options).mul(source).sum(), x.mul(scattered).sum()];
      assertClose(left, right, { rtol: 1e-12, atol: 1e-12 });
    }),
  );
});

test("repeated indices add up, and x itself is left alone", () => {
  const x = tensor([1, 1, 1]);
  expect(scatterAdd(x, [0, 2, 2], [1, 2, 3]).toArray()).toEqual([2, 1, 6]);
  expect(x.toArray()).toEqual([1, 1, 1]);
});
