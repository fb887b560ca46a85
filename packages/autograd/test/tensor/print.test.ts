import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { full, tensor, zeros } from "../../src/tensor/create.ts";
import { formatTensor } from "../../src/tensor/print.ts";
import { Tensor, type Dtype } from "../../src/tensor/tensor.ts";

/** The texts were checked against `numpy.array2string` with precision 4, line width 80 and this prefix. */
function assertPrints(t: Tensor, lines: string[]): void {
  expect(formatTensor(t).split("\n")).toEqual(lines);
}

function counting(shape: number[], dtype: Dtype = "float32"): Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  return tensor(
    Array.from({ length: size }, (_, i) => i % 100),
    { shape, dtype },
  );
}

/** What {@link formatTensor} wrote, read back: nested arrays of numbers. */
function readBack(text: string): unknown {
  const body = text.slice("tensor(".length, text.lastIndexOf("]") + 1);
  const json = body.replace(/-?\d+\.\d*(e[+-]\d+)?/g, (number) => JSON.stringify(number));
  return JSON.parse(
    json.replace(/nan|-?inf/g, (word) => JSON.stringify(word)),
    (_, value: unknown) => (typeof value === "string" ? Number(value.replace("inf", "Infinity")) : value),
  );
}

describe("numbers", () => {
  test("show no more decimals than the column needs", () => {
    assertPrints(
      tensor([
        [1, 2],
        [3, 4.5],
      ]),
      ["tensor([[1. , 2. ],", "        [3. , 4.5]])"],
    );
    assertPrints(tensor([1, 2, 3]), ["tensor([1., 2., 3.])"]);
    assertPrints(tensor([0.1, -2, Math.PI]), ["tensor([ 0.1   , -2.    ,  3.1416])"]);
  });

  test("show a scalar bare", () => {
    assertPrints(tensor(3.14159265), ["tensor(3.1416)"]);
    assertPrints(tensor(-2000), ["tensor(-2000.)"]);
    assertPrints(tensor(0), ["tensor(0.)"]);
    assertPrints(tensor(NaN), ["tensor(nan)"]);
  });

  test("show the digits a float32 has, not those of the double beneath", () => {
    assertPrints(tensor([12345.678]), ["tensor([12345.678])"]);
    assertPrints(tensor([0.0001, 0.05]), ["tensor([0.0001, 0.05  ])"]);
    assertPrints(tensor([12345.67891], { dtype: "float64" }), ["tensor([12345.6789], dtype=float64)"]);
  });

  test("round halves to even", () => {
    assertPrints(tensor([1 / 32, 3 / 32, 5 / 32]), ["tensor([0.0312, 0.0938, 0.1562])"]);
    assertPrints(tensor([1.03125e12]), ["tensor([1.0312e+12])"]);
  });

  test("keep the sign of a negative zero", () => {
    assertPrints(tensor([-0, 0]), ["tensor([-0.,  0.])"]);
  });

  test("go scientific together where magnitudes demand it", () => {
    assertPrints(tensor([1, 1000]), ["tensor([   1., 1000.])"]);
    assertPrints(tensor([1, 1001]), ["tensor([1.000e+00, 1.001e+03])"]);
    assertPrints(tensor([99999999], { dtype: "float64" }), ["tensor([99999999.], dtype=float64)"]);
    assertPrints(tensor([1e8]), ["tensor([1.e+08])"]);
    assertPrints(tensor([0.00005, 0]), ["tensor([5.e-05, 0.e+00])"]);
    assertPrints(tensor([1e-300, -2.5], { dtype: "float64" }), [
      "tensor([ 1.0e-300, -2.5e+000], dtype=float64)",
    ]);
  });

  test("make room for nan and inf", () => {
    assertPrints(tensor([1, NaN, Infinity, -Infinity]), ["tensor([  1.,  nan,  inf, -inf])"]);
    assertPrints(tensor([NaN, NaN]), ["tensor([nan, nan])"]);
    assertPrints(tensor([NaN, 0.25, Infinity]), ["tensor([ nan, 0.25,  inf])"]);
    assertPrints(tensor([1e10, -Infinity]), ["tensor([1.e+10,   -inf])"]);
  });
});

describe("layout", () => {
  test("breaks lines before column 80 and indents them", () => {
    assertPrints(counting([30]), [
      "tensor([ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.,  8.,  9., 10., 11., 12., 13.,",
      "        14., 15., 16., 17., 18., 19., 20., 21., 22., 23., 24., 25., 26., 27.,",
      "        28., 29.])",
    ]);
  });

  test("leaves room at the end of a line for all closing brackets", () => {
    assertPrints(full([1, 1, 1, 1, 13], -1), [
      `tensor([[[[[${"-1., ".repeat(12).trimEnd()}`,
      `            -1.]]]]])`,
    ]);
  });

  test("separates blocks of more axes by empty lines", () => {
    assertPrints(counting([2, 2, 2]), [
      "tensor([[[0., 1.],",
      "         [2., 3.]],",
      "",
      "        [[4., 5.],",
      "         [6., 7.]]])",
    ]);
  });

  test("shows the ends of each axis above 1000 elements", () => {
    expect(formatTensor(counting([1000]))).not.toContain("...");
    assertPrints(counting([1001]), ["tensor([ 0.,  1.,  2., ..., 98., 99.,  0.])"]);
    assertPrints(counting([2, 600]), [
      "tensor([[ 0.,  1.,  2., ..., 97., 98., 99.],",
      "        [ 0.,  1.,  2., ..., 97., 98., 99.]])",
    ]);
    assertPrints(counting([600, 2]), [
      "tensor([[ 0.,  1.],",
      "        [ 2.,  3.],",
      "        [ 4.,  5.],",
      "        ...,",
      "        [94., 95.],",
      "        [96., 97.],",
      "        [98., 99.]])",
    ]);
  });

  test("shows the shape of tensors without elements", () => {
    assertPrints(zeros([0]), ["tensor([])"]);
    assertPrints(zeros([0, 3]), ["tensor([], shape=[0, 3])"]);
    assertPrints(zeros([2, 0], { dtype: "float64" }), ["tensor([], shape=[2, 0], dtype=float64)"]);
  });

  test("remarks on dtype and gradients", () => {
    assertPrints(zeros([2], { requiresGrad: true }), ["tensor([0., 0.], requiresGrad=true)"]);
    assertPrints(zeros([], { requiresGrad: true, dtype: "float64" }), [
      "tensor(0., dtype=float64, requiresGrad=true)",
    ]);
    const computed = zeros([1]);
    computed.node = { op: { name: "matmul" }, label: null };
    assertPrints(computed, ["tensor([0.], node=matmul)"]);
  });

  test("puts remarks that do not fit on a line of their own", () => {
    assertPrints(counting([14], "float64"), [
      "tensor([ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.,  8.,  9., 10., 11., 12., 13.],",
      "       dtype=float64)",
    ]);
  });

  test("is what toString gives", () => {
    expect(String(tensor([1]))).toBe("tensor([1.])");
  });
});

describe("properties", () => {
  const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
  const numbers = fc.float({ noDefaultInfinity: false });

  test("what is printed reads back to within the shown digits, in the tensor's own nesting", () => {
    const cases = shapes.chain((shape) => {
      const size = shape.reduce((product, n) => product * n, 1);
      return fc.tuple(fc.constant(shape), fc.array(numbers, { minLength: size, maxLength: size }));
    });
    fc.assert(
      fc.property(cases, ([shape, values]) => {
        const t = tensor(values, { shape });
        const read = tensor(readBack(formatTensor(t)) as number[]);
        expect(read.shape).toEqual(shape);
        const misread = values.filter((value, i) => {
          const close = Math.abs(read.data[i] - value) <= 0.50001e-4 * Math.max(1, Math.abs(value));
          return !close && !Object.is(read.data[i], value);
        });
        expect(misread).toEqual([]);
      }),
    );
  });

  test("words of a column have one width and lines fit", () => {
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 1, maxLength: 60 }), (values) => {
        const text = formatTensor(tensor(values));
        const words = text.slice("tensor([".length, -"])".length).split(/,\n {8}|, /);
        expect(words.length).toBe(values.length);
        expect(new Set(words.map((word) => word.length)).size).toBe(1);
        for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
      }),
    );
  });

  test("nothing prints long, however many axes", () => {
    const many = fc.array(fc.constantFrom<number>(1, 2, 3, 7), { maxLength: 40 });
    fc.assert(
      fc.property(many, (shape) => {
        const size = shape.reduce((product, n) => product * n, 1);
        fc.pre(size <= 2 ** 20);
        expect(formatTensor(new Tensor(new Float32Array(size), shape)).length).toBeLessThan(300_000);
      }),
      { numRuns: 50 },
    );
    expect(formatTensor(zeros(new Array<number>(20).fill(2))).length).toBeLessThan(60_000);
    expect(formatTensor(zeros(new Array<number>(64).fill(1)))).toBe("tensor(... 64 axes, 1 elements ...)");
  });

  test("reads only the elements it shows", () => {
    let read = 0;
    const t = full([1_000_000], 1);
    const watched = Object.create(t, {
      data: {
        value: new Proxy(t.data, {
          get(data, key) {
            if (typeof key === "string" && /^\d+$/.test(key)) read++;
            return data[key as unknown as number];
          },
        }),
      },
      size: { value: t.size },
      ndim: { value: 1 },
      dtype: { value: "float32" },
      requiresGrad: { value: false },
    }) as Tensor;
    expect(formatTensor(watched)).toBe("tensor([1., 1., 1., ..., 1., 1., 1.])");
    expect(read).toBe(6);
  });
});
