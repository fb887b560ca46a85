import { empty } from "../tensor/create.ts";
import { operand } from "./operand.ts";
import type { UnaryOp } from "./unary.ts";

/** 1 where `x` is NaN, else 0. No gradient. */
export const isNaN: UnaryOp = (x) => {
  const { data, shape, dtype } = operand("isNaN", x);
  const out = empty(shape, dtype);
  for (let i = 0; i < data.length; i++) out.data[i] = Number.isNaN(data[i]) ? 1 : 0;
  return out;
};
