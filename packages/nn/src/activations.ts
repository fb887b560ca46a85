import {
  celu,
  elu,
  gelu,
  glu,
  hardshrink,
  hardsigmoid,
  hardswish,
  hardtanh,
  leakyRelu,
  logSigmoid,
  logSoftmax,
  mish,
  operand,
  relu,
  relu6,
  selu,
  sigmoid,
  silu,
  softmax,
  softmin,
  softplus,
  softshrink,
  softsign,
  tanh,
  tanhshrink,
  threshold,
  type CeluOptions,
  type EluOptions,
  type GeluOptions,
  type GluOptions,
  type HardtanhOptions,
  type LeakyReluOptions,
  type ShrinkOptions,
  type SoftmaxOptions,
  type SoftplusOptions,
  type TensorLike,
} from "@rewind/autograd";
import { FunctionModule } from "./function-module.ts";

type One = [x: TensorLike];
type NoOptions = Record<never, never>;

/** Of a layer that takes none: what it was given, for the checks to refuse. */
function optionsIn([given = {}]: Iterable<NoOptions>): NoOptions {
  return given;
}

/** {@link hardsigmoid} as a module. */
export class Hardsigmoid extends FunctionModule<One, NoOptions> {
  constructor() {
    super((x) => hardsigmoid(x), [], optionsIn(arguments));
  }
}

/** {@link hardswish} as a module. */
export class Hardswish extends FunctionModule<One, NoOptions> {
  constructor() {
    super((x) => hardswish(x), [], optionsIn(arguments));
  }
}

/** Passes its input on. */
export class Identity extends FunctionModule<One, NoOptions> {
  constructor() {
    super((x) => operand("Identity", x), [], {});
  }
}

/** {@link logSigmoid} as a module. */
export class LogSigmoid extends FunctionModule<One, NoOptions> {
  constructor() {
    super((x) => logSigmoid(x), [], optionsIn(arguments));
  }
}

/** {@link mish} as a module. */
export class Mish extends FunctionModule<One, NoOptions> {
  constructor() {
    super((x) => mish(x), [], optionsIn(arguments));
  }
}

/** {@link relu} as a module. */
export class ReLU extends FunctionModule<One, NoOptions> {
  constructor() {
    super((x) => relu(x), [], optionsIn(arguments));
  }
}

/** {@link relu6} as a module. */
export class ReLU6 extends FunctionModule<One, NoOptions> {
  constructor() {
    super((x) => relu6(x), [], optionsIn(arguments));
  }
}

/** {@link selu} as a module. */
export class SELU extends FunctionModule<One, NoOptions> {
  constructor() {
    super((x) => selu(x), [], optionsIn(arguments));
  }
}

/** {@link sigmoid} as a module. */
export class Sigmoid extends FunctionModule<One, NoOptions> {
  constructor() {
    super((x) => sigmoid(x), [], optionsIn(arguments));
  }
}

/** {@link silu} as a module. */
export class SiLU extends FunctionModule<One, NoOptions> {
  constructor() {
    super((x) => silu(x), [], optionsIn(arguments));
  }
}

/** {@link softsign} as a module. */
export class Softsign extends FunctionModule<One, NoOptions> {
  constructor() {
    super((x) => softsign(x), [], optionsIn(arguments));
  }
}

/** {@link tanh} as a module. */
export class Tanh extends FunctionModule<One, NoOptions> {
  constructor() {
    super((x) => tanh(x), [], optionsIn(arguments));
  }
}

/** {@link celu} as a module. */
export class CELU extends FunctionModule<One, CeluOptions> {
  constructor(options: CeluOptions = {}) {
    super(celu, ["alpha"], options);
  }
}

/** {@link elu} as a module. */
export class ELU extends FunctionModule<One, EluOptions> {
  constructor(options: EluOptions = {}) {
    super(elu, ["alpha"], options);
  }
}

/** {@link gelu} as a module. */
export class GELU extends FunctionModule<One, GeluOptions> {
  constructor(options: GeluOptions = {}) {
    super(gelu, ["approximate"], options);
  }
}

/** {@link glu} as a module; along the last axis unless told otherwise. */
export class GLU extends FunctionModule<One, GluOptions> {
  constructor(options: GluOptions = {}) {
    super(glu, ["axis"], options);
  }
}

/** {@link hardtanh} as a module. */
export class Hardtanh extends FunctionModule<One, HardtanhOptions> {
  constructor(options: HardtanhOptions = {}) {
    super(hardtanh, ["min", "max"], options);
  }
}

/** {@link leakyRelu} as a module. */
export class LeakyReLU extends FunctionModule<One, LeakyReluOptions> {
  constructor(options: LeakyReluOptions = {}) {
    super(leakyRelu, ["negativeSlope"], options);
  }
}

/** {@link logSoftmax} as a module; along the last axis unless told otherwise. */
export class LogSoftmax extends FunctionModule<One, SoftmaxOptions> {
  constructor(options: SoftmaxOptions = {}) {
    super(logSoftmax, ["axis"], options);
  }
}

/** {@link softmax} as a module; along the last axis unless told otherwise. */
export class Softmax extends FunctionModule<One, SoftmaxOptions> {
  constructor(options: SoftmaxOptions = {}) {
    super(softmax, ["axis"], options);
  }
}

/** {@link softplus} as a module. */
export class Softplus extends FunctionModule<One, SoftplusOptions> {
  constructor(options: SoftplusOptions = {}) {
    super(softplus, ["beta", "threshold"], options);
  }
}

/** {@link tanhshrink} as a module. */
export class Tanhshrink extends FunctionModule<One, NoOptions> {
  constructor() {
    super((x) => tanhshrink(x), [], optionsIn(arguments));
  }
}

/** {@link hardshrink} as a module. */
export class Hardshrink extends FunctionModule<One, ShrinkOptions> {
  constructor(options: ShrinkOptions = {}) {
    super(hardshrink, ["lambd"], options);
  }
}

/** {@link softshrink} as a module. */
export class Softshrink extends FunctionModule<One, ShrinkOptions> {
  constructor(options: ShrinkOptions = {}) {
    super(softshrink, ["lambd"], options);
  }
}

/** {@link softmin} as a module; along the last axis unless told otherwise. */
export class Softmin extends FunctionModule<One, SoftmaxOptions> {
  constructor(options: SoftmaxOptions = {}) {
    super(softmin, ["axis"], options);
  }
}

/** {@link threshold} as a module. */
export class Threshold extends FunctionModule<One, { threshold: number; value: number }> {
  constructor(level: number, value: number) {
    super((x, options) => threshold(x, options.threshold, options.value), ["threshold", "value"], {
      threshold: level,
      value,
    });
  }
}
