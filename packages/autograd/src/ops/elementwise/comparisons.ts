import { refuseExtra } from "../../tensor/arguments.ts";
import { uninitialized } from "../../tensor/uninitialized.ts";
import type { Op } from "../../tape/op.ts";
import { applyConstant } from "../define-op.ts";
import { operands, operand } from "../operand.ts";
import { broadcastPair, pairwise, type BinaryOp } from "./binary.ts";
import { lowerPair } from "./lower-pair.ts";
import type { UnaryOp } from "./unary.ts";

/**
 * Makes a broadcasting operation that is piecewise constant: it leaves no record, since its gradient is zero wherever it
 * has one. @internal
 */
export function comparison(name: string, f: (a: number, b: number) => number): BinaryOp {
  const kernel = pairwise(f);
  const op: Op<void> = {
    name,
    elementwise: true,
    forward: (_context, [a, b]) => broadcastPair(name, kernel, a, b),
    lower: (site) => lowerPair(kernel, site),
  };
  return function (left, right) {
    if (arguments.length > 2) refuseExtra(name, arguments, 2);
    return applyConstant(op, operands(name, [left, right]), undefined);
  };
}

/** 1 where `a = b`, else 0, broadcast; NaN equals nothing. No gradient. */
export const equal: BinaryOp = comparison("equal", (a, b) => (a === b ? 1 : 0));

/** 1 where `a ≠ b`, else 0, broadcast; NaN differs from everything. No gradient. */
export const notEqual: BinaryOp = comparison("notEqual", (a, b) => (a !== b ? 1 : 0));

/** 1 where `a > b`, else 0, broadcast; 0 beside NaN. No gradient. */
export const greater: BinaryOp = comparison("greater", (a, b) => (a > b ? 1 : 0));

/** 1 where `a ≥ b`, else 0, broadcast; 0 beside NaN. No gradient. */
export const greaterEqual: BinaryOp = comparison("greaterEqual", (a, b) => (a >= b ? 1 : 0));

/** 1 where `a < b`, else 0, broadcast; 0 beside NaN. No gradient. */
export const less: BinaryOp = comparison("less", (a, b) => (a < b ? 1 : 0));

/** 1 where `a ≤ b`, else 0, broadcast; 0 beside NaN. No gradient. */
export const lessEqual: BinaryOp = comparison("lessEqual", (a, b) => (a <= b ? 1 : 0));

/** Makes a test of single elements: 1 where it holds, else 0, without a record. */
function elementTest(name: string, holds: (x: number) => boolean): UnaryOp {
  const op: Op<void> = {
    name,
    elementwise: true,
    forward(_context, [{ data, shape, dtype }]) {
      const out = uninitialized(shape, dtype);
      for (let i = 0; i < data.length; i++) out.data[i] = Number(holds(data[i]));
      return out;
    },
  };
  return function (x) {
    if (arguments.length > 1) refuseExtra(name, arguments, 1);
    return applyConstant(op, [operand(name, x)], undefined);
  };
}

/** 1 where `x` is NaN, else 0. No gradient. */
export const isNaN: UnaryOp = elementTest("isNaN", Number.isNaN);

/** 1 where `x` is infinite, of either sign, else 0. No gradient. */
export const isInf: UnaryOp = elementTest("isInf", (x) => Math.abs(x) === Infinity);

/** 1 where `x` is neither infinite nor NaN, else 0. No gradient. */
export const isFinite: UnaryOp = elementTest("isFinite", Number.isFinite);
