import {
  elu,
  gelu,
  leakyRelu,
  logSoftmax,
  operand,
  relu,
  sigmoid,
  silu,
  softmax,
  softplus,
  tanh,
  type Tensor,
  type TensorLike,
} from "@rewind/autograd";
import { Module } from "./module.ts";

/** Passes its input on. */
export class Identity extends Module {
  forward(x: TensorLike): Tensor {
    return operand("Identity", x);
  }
}

/** {@link tanh} as a module. */
export class Tanh extends Module {
  forward(x: TensorLike): Tensor {
    return tanh(x);
  }
}

/** {@link relu} as a module. */
export class ReLU extends Module {
  forward(x: TensorLike): Tensor {
    return relu(x);
  }
}

/** {@link sigmoid} as a module. */
export class Sigmoid extends Module {
  forward(x: TensorLike): Tensor {
    return sigmoid(x);
  }
}

/** {@link silu} as a module. */
export class SiLU extends Module {
  forward(x: TensorLike): Tensor {
    return silu(x);
  }
}

/** An activation with options, which are those of its function. */
abstract class Configured<Options> extends Module {
  readonly options: Readonly<Options>;

  constructor(options: Options = {} as Options) {
    super();
    this.options = { ...options };
  }
}

/** {@link gelu} as a module. */
export class GELU extends Configured<NonNullable<Parameters<typeof gelu>[1]>> {
  forward(x: TensorLike): Tensor {
    return gelu(x, this.options);
  }
}

/** {@link leakyRelu} as a module. */
export class LeakyReLU extends Configured<NonNullable<Parameters<typeof leakyRelu>[1]>> {
  forward(x: TensorLike): Tensor {
    return leakyRelu(x, this.options);
  }
}

/** {@link elu} as a module. */
export class ELU extends Configured<NonNullable<Parameters<typeof elu>[1]>> {
  forward(x: TensorLike): Tensor {
    return elu(x, this.options);
  }
}

/** {@link softplus} as a module. */
export class Softplus extends Configured<NonNullable<Parameters<typeof softplus>[1]>> {
  forward(x: TensorLike): Tensor {
    return softplus(x, this.options);
  }
}

/** {@link softmax} as a module; along the last axis unless told otherwise. */
export class Softmax extends Configured<NonNullable<Parameters<typeof softmax>[1]>> {
  forward(x: TensorLike): Tensor {
    return softmax(x, this.options);
  }
}

/** {@link logSoftmax} as a module; along the last axis unless told otherwise. */
export class LogSoftmax extends Configured<NonNullable<Parameters<typeof logSoftmax>[1]>> {
  forward(x: TensorLike): Tensor {
    return logSoftmax(x, this.options);
  }
}
