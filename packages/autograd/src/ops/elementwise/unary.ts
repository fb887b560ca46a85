import { refuseExtra } from "../../tensor/arguments.ts";
import { kernels } from "../../kernels/kernel.ts";
import { mapKernel, slopeKernel } from "../../kernels/simd/module.ts";
import { sizeOf } from "../../tensor/shape.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { uninitialized } from "../../tensor/uninitialized.ts";
import type { Op } from "../../tape/op.ts";
import { apply } from "../define-op.ts";
import { operand } from "../operand.ts";
import { mul } from "./arithmetic.ts";

/** A function applied to every element: same shape out as in. */
export type UnaryOp = (x: TensorLike) => Tensor;

/** How a function of one number differentiates. Everything else about the operation follows. */
export interface UnaryRule<O> {
  readonly name: string;
  /** The function itself. */
  value(x: number, options: O): number;
  /** Whether the derivative is written in terms of the input or of the output. */
  readonly saves: "input" | "output";
  /** The derivative at a saved element, as a number: the plain loop of the backward pass. */
  slope(saved: number, options: O): number;
  /** The same derivative in operations, so that it can be differentiated again. */
  derivative(saved: Tensor, options: O): TensorLike;
}

/** Makes an elementwise operation with options. @internal */
export function unaryWith<O>(rule: UnaryRule<O>): (x: TensorLike, options: O) => Tensor {
  const { name, saves } = rule;
  const slope: Op<O> = {
    name: `${name}Backward`,
    elementwise: true,
    forward(_context, [g, saved], options) {
      const out = uninitialized(g.shape, g.dtype);
      if (isPlain(options) && kernels.slope[name]?.(g.data, saved.data, out.data, options)) return out;
      for (let i = 0; i < out.data.length; i++) out.data[i] = g.data[i] * rule.slope(saved.data[i], options);
      return out;
    },
    composed: ([g, saved], options) => mul(g, rule.derivative(saved, options)),
    lower({ heap, outputs }, options) {
      const n = sizeOf(outputs[0]);
      const kernel = slopeKernel(heap.module, name);
      if (kernel !== undefined && isPlain(options))
        return { exact: n % 8 === 0, run: ([g, saved, out]) => kernel(g, saved, out, n, options) };
      return {
        exact: true,
        run([g, saved, out]) {
          const all = heap.array();
          for (let i = 0; i < n; i++)
            all[out / 4 + i] = all[g / 4 + i] * rule.slope(all[saved / 4 + i], options);
        },
      };
    },
  };
  const op: Op<O> = {
    name,
    elementwise: true,
    forward(context, [x], options) {
      const out = uninitialized(x.shape, x.dtype);
      if (!(isPlain(options) && kernels.unary[name]?.(x.data, out.data, options)))
        for (let i = 0; i < out.data.length; i++) out.data[i] = rule.value(x.data[i], options);
      context.save(saves === "input" ? x : out);
      return out;
    },
    backward: (context, [g], options) => [apply(slope, [g as Tensor, context.saved[0]], options)],
    lower({ heap, outputs }, options) {
      const n = sizeOf(outputs[0]);
      const kernel = mapKernel(heap.module, name);
      if (kernel !== undefined && isPlain(options))
        return { exact: n % 8 === 0, run: ([x, out]) => kernel(x, out, n, options) };
      return {
        exact: true,
        run([x, out]) {
          const all = heap.array();
          for (let i = 0; i < n; i++) all[out / 4 + i] = rule.value(all[x / 4 + i], options);
        },
      };
    },
  };
  return (x, options) => apply(op, [operand(name, x)], options);
}

/** Whether these are options that a kernel takes: none, or one number that is finite as float32. */
function isPlain(options: unknown): options is number | undefined {
  return options === undefined || (typeof options === "number" && Number.isFinite(Math.fround(options)));
}

/** Makes an elementwise operation without options. @internal */
export function unary(rule: UnaryRule<void>): UnaryOp {
  const op = unaryWith<void>(rule);
  return function (x) {
    if (arguments.length > 1) refuseExtra(rule.name, arguments, 1);
    return op(x, undefined);
  };
}
