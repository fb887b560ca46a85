import { expect, test } from "vitest";
import {
  GraphError,
  type Tensor,
  defineOp,
  gradcheck,
  gradgradcheck,
  randn,
  tensor,
} from "../../src/index.ts";

const swish = defineOp({
  name: "swish",
  forward(context, x: Tensor) {
    context.save(x);
    return x.mul(x.neg().exp().add(1).pow(-1));
  },
  backward(context, g) {
    const [x] = context.saved;
    const s = x.neg().exp().add(1).pow(-1);
    return g.mul(s).mul(x.mul(s.neg().add(1)).add(1));
  },
});

const polar = defineOp({
  name: "polar",
  forward(context, r: Tensor, angle: Tensor) {
    context.save(r, angle);
    return [r.mul(angle.cos()), r.mul(angle.sin())] as const;
  },
  backward(context, gx, gy) {
    const [r, angle] = context.saved;
    const dr = gx.mul(angle.cos()).add(gy.mul(angle.sin()));
    return [dr, r.mul(gy.mul(angle.cos()).sub(gx.mul(angle.sin())))];
  },
});

test("a user's operation is differentiated like any other, to order 2", () => {
  const x = randn([2, 3]);
  expect(gradcheck(swish, [x]).ok).toBe(true);
  expect(gradgradcheck(swish, [x]).ok).toBe(true);
});

test("several outputs: one that the loss does not use arrives as zeros", () => {
  const [r, angle] = [randn([3]), randn([3])];
  expect(gradcheck(polar, [r, angle]).ok).toBe(true);
  expect(gradgradcheck(polar, [r, angle]).ok).toBe(true);
  expect(gradcheck((a, b) => polar(a, b)[1], [r, angle]).ok).toBe(true);
});

test("forward may return its input; gradients may be saved data", () => {
  const same = defineOp({ name: "same", forward: (_context, x: Tensor) => x, backward: (_context, g) => g });
  const x = tensor([1, 2], { requiresGrad: true });
  same(x).sum().backward();
  expect(x.grad!.toArray()).toEqual([1, 1]);
  expect(x.isLeaf).toBe(true);
  const leaky = defineOp({
    name: "leaky",
    forward(context, a: Tensor) {
      context.save(a);
      return a.sum();
    },
    backward: (context) => context.saved[0],
  });
  const y = tensor([3, 4], { requiresGrad: true });
  leaky(y).backward();
  y.grad!.mutate("clip", (data) => data.fill(0));
  expect(y.toArray()).toEqual([3, 4]);
});

test("mistakes are named", () => {
  const x = tensor([1, 2], { requiresGrad: true });
  const one = (backward: (g: Tensor) => unknown): Tensor =>
    defineOp({
      name: "mine",
      forward: (_c, a: Tensor) => a.mul(1),
      backward: (_c, g) => backward(g) as Tensor,
    })(x).sum();
  expect(() => one(() => [null, null]).backward()).toThrow(
    /mine: its backward returned 2 gradients for 1 inputs/,
  );
  expect(() => one((g) => g.sum().reshape([1, 1, 1]).expand([2, 1, 3])).backward()).toThrow(
    /mine.*\[2, 1, 3\].*input 0.*\[2\]/,
  );
  expect(() => one(() => 3).backward()).toThrow(GraphError);
  expect(() => defineOp({ name: "x", forward: () => 1 as never, backward: () => null })()).toThrow(
    /must return a Tensor/,
  );
  expect(() => defineOp({ name: "x" } as never)).toThrow(/needs a function "forward"/);
  expect(() => swish(1 as never)).toThrow(/input 0 must be a Tensor/);
});
