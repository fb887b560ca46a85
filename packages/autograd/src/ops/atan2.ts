import { add } from "./add.ts";
import { binary, pairwise, type BinaryOp } from "./binary.ts";
import { div } from "./div.ts";
import { mul } from "./mul.ts";
import { neg } from "./neg.ts";
import { square } from "./square.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { zeroToInfinity } from "./zero-to-infinity.ts";

const squaredRadius = (y: Tensor, x: Tensor): Tensor => zeroToInfinity(add(square(y), square(x)));

/**
 * The angle in [-π, π] between the positive horizontal axis and the point `(x, y)`, broadcast: `atan2(y, x)`, vertical
 * coordinate first. At the origin, where it has no gradient, both gradients are 0.
 *
 * @example
 * atan2(tensor([1, -1]), tensor([-1, -1])); // [2.3562, -2.3562]
 * @throws ShapeError if the shapes do not broadcast
 */
export const atan2: BinaryOp = binary({
  name: "atan2",
  kernel: pairwise(Math.atan2),
  saves: true,
  gradients: [
    (g, y, x) => mul(g, div(x, squaredRadius(y, x))),
    (g, y, x) => mul(g, neg(div(y, squaredRadius(y, x)))),
  ],
});
