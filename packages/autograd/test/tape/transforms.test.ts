import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Tensor,
  grad,
  hessian,
  hvp,
  jacobian,
  jvp,
  tape,
  tensor,
  toDot,
  valueAndGrad,
  vjp,
} from "../../src/index.ts";
import { assertClose } from "../support/assert-close.ts";

const f64 = (data: number[]): Tensor => tensor(data, { dtype: "float64" });
const vectors = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 });
const close = { rtol: 1e-9, atol: 1e-9 };
/** A function whose Hessian is neither diagonal nor constant. */
const wavy = (x: Tensor): Tensor => x.tanh().sum().square().add(x.exp().mul(x).sum());

test("grad touches neither its argument nor what the function closes over", () => {
  const w = tensor([2], { requiresGrad: true });
  const x = tensor([3], { requiresGrad: true });
  const g = grad((a: Tensor) => a.square().mul(w.detach()).sum())(x);
  expect(g.toArray()).toEqual([12]);
  expect(x.grad).toBeNull();
  expect(w.grad).toBeNull();
});

test("grad of several arguments is a list; valueAndGrad adds the value", () => {
  const { value, grad: both } = valueAndGrad((a: Tensor, b: Tensor) => a.mul(b).sum())([1, 2], [3, 4]);
  expect(value.item()).toBe(11);
  expect(both.map((g) => g.toArray())).toEqual([[3, 4], [1, 2]]); // prettier-ignore
});

test("grad nests: the derivative of x⁴ four times over", () => {
  const power = (x: Tensor): Tensor => x.mul(x).mul(x).mul(x).sum();
  const derivative = (f: (x: Tensor) => Tensor) => (x: Tensor): Tensor => grad(f)(x).sum(); // prettier-ignore
  const d4 = derivative(derivative(derivative(derivative(power))));
  expect(d4(f64([1.3])).item()).toBeCloseTo(24, 8);
});

test("the rows of the Jacobian are pullbacks, its columns are jvps", () => {
  fc.assert(
    fc.property(vectors, (values) => {
      const x = f64(values);
      const f = (a: Tensor): Tensor => a.tanh().mul(a.sum());
      const J = jacobian(f)(x);
      const n = values.length;
      for (let i = 0; i < n; i++) {
        const unit = f64(values.map((_, j) => (i === j ? 1 : 0)));
        const row = vjp(f, x).pullback(unit)[0];
        const column = jvp(f, [x], [unit]).tangent;
        for (let j = 0; j < n; j++) {
          expect(row.data[j]).toBeCloseTo(J.data[i * n + j], 10);
          expect(column.data[j]).toBeCloseTo(J.data[j * n + i], 10);
        }
      }
    }),
    { numRuns: 20 },
  );
});

test("hvp is the Hessian times the vector, and the Hessian is symmetric", () => {
  fc.assert(
    fc.property(vectors, (values) => {
      const x = f64(values);
      const v = f64(values.map((_, i) => i - 0.5));
      const H = hessian(wavy)(x);
      assertClose(hvp(wavy, x, v), H.matmul(v), close);
      assertClose(H, f64([...H.data]).reshape(H.shape), close);
      for (let i = 0; i < x.size; i++) {
        for (let j = 0; j < i; j++) expect(H.data[i * x.size + j]).toBeCloseTo(H.data[j * x.size + i], 10);
      }
    }),
    { numRuns: 20 },
  );
});

test("transforms say what they need", () => {
  expect(() => grad((x: Tensor) => x.mul(2))([1, 2])).toThrow(/one element.*vjp/s);
  expect(() => jvp((x: Tensor) => x, [[1]], [])).toThrow(/1 primals but 0 tangents/);
  expect(() => jvp((x: Tensor) => x.mul(2), [[1]], [[1, 2]])).toThrow(/\[2\] does not match \[1\]/);
});

test("errors name the function that was called", () => {
  const notScalar = (x: Tensor): Tensor => x.mul(2);
  expect(() => hvp(notScalar, [1, 2], [1, 1])).toThrow(/^hvp: the function must return one tensor of one/);
  expect(() => hessian(notScalar)([1, 2])).toThrow(/^hessian: the function must/);
  expect(() => valueAndGrad(notScalar)([1, 2])).toThrow(/^valueAndGrad: the function must/);
  expect(() => hvp(wavy, f64([1, 2]), [1])).toThrow(/^hvp: v: shape \[1\] does not match \[2\]/);
  expect(() => vjp(notScalar, [1]).pullback([1, 2])).toThrow(/^vjp: the cotangent: shape/);
  expect(() => toDot(tensor(1))).toThrow(/^toDot: the tensor has no history/);
  expect(() => tape(tensor(1))).toThrow(/^tape: the tensor has no history/);
});

test("a name with quotes, backslashes and line ends stays one label in toDot", () => {
  const x = tensor(1, { requiresGrad: true });
  x.name = 'a"\\\n';
  expect(toDot(x).split("\n")[2]).toContain(String.raw`[label="a\"\\\n\nleaf\n[]", shape=box];`);
});

test("tape lists records in execution order with inputs before their users; toDot draws them", () => {
  const x = tensor([1, 2], { requiresGrad: true });
  x.name = "x";
  const h = x.mul(x);
  h.name = "h";
  const loss = h.sum();
  const records = tape(loss);
  expect(records.map((record) => record.op)).toEqual(["leaf", "mul", "sum"]);
  expect(records.map((record) => record.name)).toEqual(["x", "h", null]);
  for (const { id, inputs } of records) for (const input of inputs) expect(input).toBeLessThan(id);
  expect(toDot(loss)).toMatch(/digraph tape[\s\S]*x\\nleaf[\s\S]*->/);
});
