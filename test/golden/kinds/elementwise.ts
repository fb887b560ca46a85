import * as rewind from "@rewind/autograd";
import type { Tensor, TensorLike } from "@rewind/autograd";
import type { Inputs } from "../inputs.ts";
import type { Kind, Kinds } from "../kind.ts";

/** An operation of two operands: `a` and `b`, or `a` and a plain number on one side. */
function binary(op: (a: TensorLike, b: TensorLike) => Tensor): Kind {
  return (inputs) => {
    const { options } = inputs;
    const a = inputs.tensor("a");
    if (!options.has("scalar")) return op(a, inputs.tensor("b"));
    const scalar = options.number("scalar");
    const side = options.text("side");
    if (side === "right") return op(a, scalar);
    if (side === "left") return op(scalar, a);
    throw new Error(`unknown side ${side}`);
  };
}

/** An operation of `x`; `op` reads its own options. */
function unary(op: (x: Tensor, options: Inputs["options"]) => Tensor): Kind {
  return (inputs) => op(inputs.tensor("x"), inputs.options);
}

export const elementwise: Kinds = {
  add: binary((a, b) => rewind.add(a, b)),
  sub: binary((a, b) => rewind.sub(a, b)),
  mul: binary((a, b) => rewind.mul(a, b)),
  div: binary((a, b) => rewind.div(a, b)),
  pow: binary((a, b) => rewind.pow(a, b)),
  maximum: binary((a, b) => rewind.maximum(a, b)),
  minimum: binary((a, b) => rewind.minimum(a, b)),
  where: (inputs) => rewind.where(inputs.tensor("cond"), inputs.tensor("a"), inputs.tensor("b")),
  atan2: binary((a, b) => rewind.atan2(a, b)),
  logaddexp: binary((a, b) => rewind.logaddexp(a, b)),
  lerp: (inputs) =>
    rewind.lerp(
      inputs.tensor("a"),
      inputs.tensor("b"),
      inputs.maybe("weight") ?? inputs.options.number("weight"),
    ),
  addcmul: (inputs) =>
    rewind.addcmul(inputs.tensor("x"), inputs.tensor("a"), inputs.tensor("b"), {
      value: inputs.options.number("value", 1),
    }),
  prelu: (inputs) => rewind.prelu(inputs.tensor("x"), inputs.tensor("weight")),
  eq: binary((a, b) => rewind.equal(a, b)),
  ne: binary((a, b) => rewind.notEqual(a, b)),
  lt: binary((a, b) => rewind.less(a, b)),
  le: binary((a, b) => rewind.lessEqual(a, b)),
  gt: binary((a, b) => rewind.greater(a, b)),
  ge: binary((a, b) => rewind.greaterEqual(a, b)),
  isnan: unary((x) => rewind.isNaN(x)),
  neg: unary((x) => rewind.neg(x)),
  exp: unary((x) => rewind.exp(x)),
  expm1: unary((x) => rewind.expm1(x)),
  log: unary((x) => rewind.log(x)),
  log2: unary((x) => rewind.log2(x)),
  log10: unary((x) => rewind.log10(x)),
  log1p: unary((x) => rewind.log1p(x)),
  sqrt: unary((x) => rewind.sqrt(x)),
  rsqrt: unary((x) => rewind.rsqrt(x)),
  square: unary((x) => rewind.square(x)),
  reciprocal: unary((x) => rewind.reciprocal(x)),
  sin: unary((x) => rewind.sin(x)),
  cos: unary((x) => rewind.cos(x)),
  tan: unary((x) => rewind.tan(x)),
  asin: unary((x) => rewind.asin(x)),
  acos: unary((x) => rewind.acos(x)),
  atan: unary((x) => rewind.atan(x)),
  sinh: unary((x) => rewind.sinh(x)),
  cosh: unary((x) => rewind.cosh(x)),
  asinh: unary((x) => rewind.asinh(x)),
  acosh: unary((x) => rewind.acosh(x)),
  atanh: unary((x) => rewind.atanh(x)),
  erf: unary((x) => rewind.erf(x)),
  sign: unary((x) => rewind.sign(x)),
  floor: unary((x) => rewind.floor(x)),
  ceil: unary((x) => rewind.ceil(x)),
  round: unary((x) => rewind.round(x)),
  tanh: unary((x) => rewind.tanh(x)),
  sigmoid: unary((x) => rewind.sigmoid(x)),
  logsigmoid: unary((x) => rewind.logSigmoid(x)),
  relu: unary((x) => rewind.relu(x)),
  silu: unary((x) => rewind.silu(x)),
  relu6: unary((x) => rewind.relu6(x)),
  selu: unary((x) => rewind.selu(x)),
  mish: unary((x) => rewind.mish(x)),
  softsign: unary((x) => rewind.softsign(x)),
  hardsigmoid: unary((x) => rewind.hardsigmoid(x)),
  hardswish: unary((x) => rewind.hardswish(x)),
  celu: unary((x, o) => rewind.celu(x, { alpha: o.number("alpha", 1) })),
  glu: unary((x, o) => rewind.glu(x, { axis: o.number("dim", -1) })),
  abs: unary((x) => rewind.abs(x)),
  leaky_relu: unary((x, o) =>
    rewind.leakyRelu(x, { negativeSlope: o.maybeNumber("negative_slope") ?? 0.01 }),
  ),
  elu: unary((x, o) => rewind.elu(x, { alpha: o.number("alpha", 1) })),
  gelu: unary((x, o) => rewind.gelu(x, { approximate: approximation(o.text("approximate", "none")) })),
  softplus: unary((x, o) =>
    rewind.softplus(x, { beta: o.number("beta", 1), threshold: o.number("threshold", 20) }),
  ),
  hardtanh: unary((x, o) =>
    rewind.hardtanh(x, { min: o.number("min_val", -1), max: o.number("max_val", 1) }),
  ),
  clamp: unary((x, o) => {
    const min = o.maybeNumber("min");
    const max = o.maybeNumber("max");
    return rewind.clamp(x, { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) });
  }),
};

function approximation(name: string): "none" | "tanh" {
  if (name === "none" || name === "tanh") return name;
  throw new Error(`unknown approximation ${name}`);
}
