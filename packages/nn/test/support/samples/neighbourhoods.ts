import { zeros, type PerAxis, type Tensor, type TensorLike } from "@rewind/autograd";
import * as nn from "../../../src/index.ts";
import { sample, type LayerSamples } from "./layer.ts";

const badConv = {
  stride: 0,
  padding: -1,
  paddingMode: "wrap",
  dilation: NaN,
  groups: 3,
  bias: NaN,
  generator: 1,
};
const badTransposed = {
  stride: 0,
  padding: -1,
  outputPadding: 9,
  dilation: NaN,
  groups: 3,
  bias: NaN,
  generator: 1,
};

export const Conv1d: LayerSamples<typeof nn.Conv1d> = {
  samples: [
    sample([[2, 2, 5]], (generator) => new nn.Conv1d(2, 4, 3, { generator })),
    sample([[2, 4]], (generator) => new nn.Conv1d(2, 2, [1], { generator, bias: false, groups: 2, stride: 2, padding: 1, dilation: 2 })),
    sample([[0, 2, 3]], (generator) => new nn.Conv1d(2, 1, 2, { generator, padding: "same" })),
    sample([[1, 2, 4]], (generator) => new nn.Conv1d(2, 1, 2, { generator, padding: "same", dilation: 3, paddingMode: "circular" })),
  ],
  initial: { make: (generator) => new nn.Conv1d(5, 600, 5, { generator }), laws: { weight: { uniform: 0.2 }, bias: { uniform: 0.2 } } },
  construct: (options) => new nn.Conv1d(2, 4, 3, options),
  badOptions: badConv,
  bad: [() => new nn.Conv1d(0, 1, 1), () => new nn.Conv1d(1, 1, [1, 1]), () => new nn.Conv1d(1, 1, NaN)],
}; // prettier-ignore

export const Conv2d: LayerSamples<typeof nn.Conv2d> = {
  samples: [
    sample([[1, 2, 3, 4]], (generator) => new nn.Conv2d(2, 4, [2, 3], { generator })),
    sample([[2, 3, 3]], (generator) => new nn.Conv2d(2, 2, 2, { generator, bias: false, groups: 2, stride: [1, 2], padding: 1 })),
    sample([[0, 2, 3, 3]], (generator) => new nn.Conv2d(2, 1, 2, { generator })),
    sample([[2, 4, 3]], (generator) => new nn.Conv2d(2, 1, [3, 2], { generator, stride: 2, padding: [2, 1], paddingMode: "reflect" })),
  ],
  initial: { make: (generator) => new nn.Conv2d(4, 600, [5, 5], { generator }), laws: { weight: { uniform: 0.1 }, bias: { uniform: 0.1 } } },
  construct: (options) => new nn.Conv2d(2, 4, [2, 3], options),
  badOptions: badConv,
  bad: [() => new nn.Conv2d(3, 4, 2, { groups: 2 })],
}; // prettier-ignore

export const ConvTranspose1d: LayerSamples<typeof nn.ConvTranspose1d> = {
  samples: [
    sample([[2, 4, 3]], (generator) => new nn.ConvTranspose1d(4, 2, 2, { generator })),
    sample([[2, 3]], (generator) => new nn.ConvTranspose1d(2, 2, 3, { generator, bias: false, groups: 2, stride: 2, padding: 1, outputPadding: 1 })),
    sample([[0, 1, 3]], (generator) => new nn.ConvTranspose1d(1, 1, 1, { generator })),
  ],
  initial: { make: (generator) => new nn.ConvTranspose1d(5, 600, 6, { generator }), laws: { weight: { uniform: 1 / 60 }, bias: { uniform: 1 / 60 } } },
  construct: (options) => new nn.ConvTranspose1d(4, 2, 2, options),
  badOptions: badTransposed,
  bad: [() => new nn.ConvTranspose1d(1, 1, 0), () => new nn.ConvTranspose1d(1, 1, 1, { padding: "same" } as never).forward([[1]])],
}; // prettier-ignore

export const ConvTranspose2d: LayerSamples<typeof nn.ConvTranspose2d> = {
  samples: [
    sample([[1, 2, 2, 3]], (generator) => new nn.ConvTranspose2d(2, 4, [2, 1], { generator })),
    sample([[2, 2, 2]], (generator) => new nn.ConvTranspose2d(2, 2, 2, { generator, bias: false, groups: 2, stride: [2, 1] })),
    sample([[0, 1, 3, 3]], (generator) => new nn.ConvTranspose2d(1, 1, 1, { generator })),
  ],
  initial: { make: (generator) => new nn.ConvTranspose2d(2, 600, [2, 3], { generator }), laws: { weight: { uniform: 1 / 60 }, bias: { uniform: 1 / 60 } } },
  construct: (options) => new nn.ConvTranspose2d(2, 4, [2, 1], options),
  badOptions: badTransposed,
  bad: [() => new nn.ConvTranspose2d(1, 1, [1])],
}; // prettier-ignore

type Pooling<Options> = new (
  kernelSize: PerAxis,
  options?: Options,
) => nn.Module & { forward(x: TensorLike): Tensor };

/** A pooling of two channels: by windows of 2, and with options. */
function pool<Options extends object, Bad extends Readonly<Record<keyof Options, unknown>>>(
  Pool: Pooling<Options>,
  axes: readonly number[],
  options: Options,
  badOptions: Bad,
): LayerSamples<new () => nn.Module> & { readonly badOptions: Bad } {
  return {
    samples: [
      sample([[2, 2, ...axes]], () => new Pool(2)),
      sample([[2, ...axes]], () => new Pool(axes.map(() => 2), options)),
      sample([[0, 2, ...axes]], () => new Pool(2)),
      sample([[1, 1, ...axes]], () => new Pool(1)),
    ],
    initial: { make: () => new Pool(2), laws: {} },
    construct: (given) => new Pool(2, given as Options),
    badOptions,
    bad: [() => new Pool(0), () => new Pool(NaN), () => new Pool("2" as never), () => new Pool([2, 2, 2]).forward([[[1]]])],
  };
} // prettier-ignore

const max = { stride: 2, padding: 0, dilation: 2, ceilMode: true };
const badMax = { stride: 0, padding: 2, dilation: NaN, ceilMode: NaN };
const avg = { stride: 2, padding: 1, ceilMode: true, countIncludePad: false };
const badAvg = { stride: 0, padding: 2, ceilMode: NaN, countIncludePad: 1, divisorOverride: 0 };

type Adaptive = new (outputSize: number) => nn.Module & { forward(x: TensorLike): Tensor };

/** An adaptive pooling of two channels. */
function adaptive(Pool: Adaptive, axes: readonly number[]): LayerSamples<new () => nn.Module> {
  return {
    samples: [
      sample([[2, 2, ...axes]], () => new Pool(2)),
      sample([[1, ...axes]], () => new Pool(1)),
      sample([[0, 1, ...axes]], () => new Pool(3)),
    ],
    initial: { make: () => new Pool(2), laws: {} },
    construct: () => new Pool(2),
    badOptions: {},
    bad: [() => new Pool(0), () => new Pool(NaN), () => new Pool(null as never), () => new Pool([1, 1, 1] as never).forward([[[1]]])],
  }; // prettier-ignore
}

/** A pooling undone, of two elements. */
function unpool(
  Unpool: typeof nn.MaxUnpool1d | typeof nn.MaxUnpool2d,
  axes: readonly number[],
): LayerSamples<typeof nn.MaxUnpool1d | typeof nn.MaxUnpool2d> {
  const outputSize = axes.map(() => 5);
  const sizes = axes.map(() => 1);
  return {
    samples: [
      sample([[1, 2, ...sizes]], () => new Unpool(2), (layer, x) => layer.forward(x, [1, 0])),
      sample([[2, ...sizes]], () => new Unpool(3, { stride: 2, padding: 1 }), (layer, x) => layer.forward(x, Int32Array.of(4, 0), { outputSize })),
      sample([[0, 2, ...sizes]], () => new Unpool(2), (layer, x) => layer.forward(x, [])),
    ],
    initial: { make: () => new Unpool(2), laws: {} },
    construct: (given) => new Unpool(2, given),
    badOptions: { stride: 0, padding: -1 },
    bad: [
      () => new Unpool(0),
      () => new Unpool(2).forward([[[[1]]], [[[1]]]], [2, 99]),
      () => new Unpool(2).forward(zeros([1, ...sizes]), [0, 0]),
      () => new Unpool(2).forward(zeros([1, ...sizes]), [0], { outputSize: [] }),
    ],
  }; // prettier-ignore
}

export const pools = {
  MaxUnpool1d: unpool(nn.MaxUnpool1d, [2]),
  MaxUnpool2d: unpool(nn.MaxUnpool2d, [2, 2]),
  AdaptiveAvgPool1d: adaptive(nn.AdaptiveAvgPool1d, [5]),
  AdaptiveAvgPool2d: adaptive(nn.AdaptiveAvgPool2d, [3, 5]),
  AdaptiveMaxPool1d: adaptive(nn.AdaptiveMaxPool1d, [5]),
  AdaptiveMaxPool2d: adaptive(nn.AdaptiveMaxPool2d, [3, 5]),
  AvgPool1d: pool(nn.AvgPool1d, [5], { ...avg, divisorOverride: null }, badAvg),
  AvgPool2d: pool(nn.AvgPool2d, [3, 4], { ...avg, divisorOverride: 3 }, badAvg),
  MaxPool1d: pool(nn.MaxPool1d, [5], max, badMax),
  MaxPool2d: pool(nn.MaxPool2d, [3, 4], max, badMax),
};
