import type { Tensor } from "@rewind/autograd";
import * as nn from "../../../src/index.ts";
import { sample, type LayerSamples } from "./layer.ts";

type One = nn.Module & { forward(x: Tensor): Tensor };
type Plain = LayerSamples<new () => nn.Module>;

/** An activation without options. */
function plain(Activation: new () => One): Plain {
  return {
    samples: [sample([[2, 3]], () => new Activation()), sample([[0, 2]], () => new Activation())],
    initial: { make: () => new Activation(), laws: {} },
    construct: () => new Activation(),
    badOptions: {},
    bad: [],
  };
}

/** An activation with options: those of its second sample, and for each a bad value. */
function configured<Options extends object, Bad extends Readonly<Record<keyof Options, unknown>>>(
  Activation: new (options?: Options) => One,
  options: Options,
  badOptions: Bad,
  shape: readonly number[] = [2, 3],
): LayerSamples<new () => nn.Module> & { readonly badOptions: Bad } {
  return {
    samples: [sample([shape], () => new Activation()), sample([shape], () => new Activation(options))],
    initial: { make: () => new Activation(), laws: {} },
    construct: (given) => new Activation(given as Options),
    badOptions,
    bad: [],
  };
}

export const activations = {
  CELU: configured(nn.CELU, { alpha: 0.7 }, { alpha: NaN }),
  ELU: configured(nn.ELU, { alpha: 2 }, { alpha: NaN }),
  GELU: configured(nn.GELU, { approximate: "tanh" }, { approximate: NaN }),
  GLU: configured(nn.GLU, { axis: 0 }, { axis: 5 }, [2, 4]),
  Hardshrink: configured(nn.Hardshrink, { lambd: 1 }, { lambd: -1 }),
  Hardsigmoid: plain(nn.Hardsigmoid),
  Hardswish: plain(nn.Hardswish),
  Hardtanh: configured(nn.Hardtanh, { min: -0.3, max: 0.4 }, { min: NaN, max: -2 }),
  Identity: plain(nn.Identity),
  LeakyReLU: configured(nn.LeakyReLU, { negativeSlope: 0.3 }, { negativeSlope: NaN }),
  LogSigmoid: plain(nn.LogSigmoid),
  LogSoftmax: configured(nn.LogSoftmax, { axis: 0 }, { axis: 5 }),
  Mish: plain(nn.Mish),
  PReLU: {
    samples: [
      sample([[2, 3]], () => new nn.PReLU()),
      sample([[2, 3, 2]], () => new nn.PReLU({ numParameters: 3, init: -0.5 })),
    ],
    initial: { make: () => new nn.PReLU({ numParameters: 3 }), laws: { weight: { constant: 0.25 } } },
    construct: (options) => new nn.PReLU(options),
    badOptions: { numParameters: 0, init: NaN },
    bad: [() => new nn.PReLU({ numParameters: 2 }).forward([[1, 2, 3]])],
  },
  ReLU: plain(nn.ReLU),
  ReLU6: plain(nn.ReLU6),
  SELU: plain(nn.SELU),
  SiLU: plain(nn.SiLU),
  Sigmoid: plain(nn.Sigmoid),
  Softmax: configured(nn.Softmax, { axis: 0 }, { axis: 5 }),
  Softmin: configured(nn.Softmin, { axis: 0 }, { axis: 5 }),
  Softplus: configured(nn.Softplus, { beta: 2, threshold: 1 }, { beta: 0, threshold: NaN }),
  Softshrink: configured(nn.Softshrink, { lambd: 1 }, { lambd: NaN }),
  Softsign: plain(nn.Softsign),
  Tanh: plain(nn.Tanh),
  Tanhshrink: plain(nn.Tanhshrink),
  Threshold: {
    samples: [
      sample([[2, 3]], () => new nn.Threshold(0.1, 2)),
      sample([[0, 2]], () => new nn.Threshold(-1, 0)),
    ],
    initial: { make: () => new nn.Threshold(0, 0), laws: {} },
    construct: () => new nn.Threshold(0, 0),
    badOptions: {},
    bad: [() => new nn.Threshold(NaN, 0).forward([1]), () => new nn.Threshold(0, "1" as never).forward([1])],
  },
} satisfies Record<string, LayerSamples<typeof nn.PReLU> | Plain>;
