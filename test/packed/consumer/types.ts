// What an application's compiler sees. A declaration it cannot follow turns into `any` without a word, so every
// line here must hold for real types and fail for `any`.
import {
  grad,
  noGrad,
  tensor,
  valueAndGrad,
  zeros,
  ShapeError,
  type Dtype,
  type Tensor,
} from "@rewind/autograd";
import { crossEntropy, Linear, Module, mseLoss, type Parameter } from "@rewind/nn";
import { clipGradNorm, SGD, type Optimizer } from "@rewind/optim";
import { LSTM, LSTMCell, unroll, type Cell } from "@rewind/rnn";
import { gradientTable, lossCurve, unrolledGraph, type Picture } from "@rewind/viz";

type IsAny<T> = 0 extends 1 & T ? true : false;
function typed<T>(_value: T, _isAny: IsAny<T>): void {}

// Tensors, with the methods that the ops install
const x: Tensor = tensor([[1, 2], [3, 4]], { requiresGrad: true }); // prettier-ignore
x.matmul(x).sum().backward();
typed(x, false);
typed(x.data, false);
typed(x.data[0], false);
typed(x.shape, false);
typed(x.dtype, false);
typed(x.grad, false);
typed(x.matmul, false);
typed(x.matmul(x), false);
typed(x.add(1).mul(x).tanh(), false);
typed(x.sum({ axis: 0, keepDims: true }), false);
typed(x.backward, false);
const item: number = x.item();
const data: Float32Array | Float64Array = x.data;
const dtype: Dtype = x.dtype;
// @ts-expect-error a tensor is not a number
const wrongTensor: number = x;
// @ts-expect-error what matmul returns is not a string
const wrongProduct: string = x.matmul(x);
// @ts-expect-error no such method
x.matmull(x);
// @ts-expect-error no such dtype
zeros([2], { dtype: "float16" });
// @ts-expect-error the shape is read-only
x.shape = [4];

// Transforms
const square = (t: Tensor): Tensor => t.mul(t).sum();
const slope: Tensor = grad(square)(x);
typed(grad(square)(x), false);
typed(valueAndGrad(square)(x).value, false);
const kept: number = noGrad(() => 1);
typed(new ShapeError("no").message, false);

// Modules
const linear = new Linear(2, 3);
const parameters: Parameter[] = linear.parameters();
typed(linear.forward(x), false);
typed(linear.weight, false);
typed(linear.parameters(), false);
typed(linear.stateDict(), false);
typed(mseLoss(x, x), false);
typed(crossEntropy, false);
class Twice extends Module {
  readonly inner: Linear = new Linear(2, 2);
  forward(input: Tensor): Tensor {
    return this.inner.forward(this.inner.forward(input));
  }
}
const twice: Tensor = new Twice().forward(x);
const parameter: Tensor = parameters[0];

// Optimizers
const optimizer: Optimizer = new SGD(parameters, { lr: 0.1, momentum: 0.9 });
typed(optimizer, false);
typed(optimizer.step, false);
const norm: number = clipGradNorm(parameters, 1);
// @ts-expect-error a learning rate is a number
new SGD(parameters, { lr: "fast" });

// Recurrence
const lstm = new LSTM(2, 3, { numLayers: 1 });
const { outputs, state } = lstm.forward(zeros([4, 5, 2]));
typed(outputs, false);
typed(state, false);
typed(state.h, false);
typed(state.c, false);
// @ts-expect-error an LSTM's state is { h, c }
void state.hidden;
type Counter = { total: Tensor };
class Sum implements Cell<Counter> {
  readonly inputSize = 2;
  readonly outputSize = 2;
  initialState(batch: number): Counter {
    return { total: zeros([batch, 2]) };
  }
  step(input: Tensor, { total }: Counter): [output: Tensor, state: Counter] {
    const next = total.add(input);
    return [next, { total: next }];
  }
}
const unrolled = unroll(new Sum(), zeros([4, 5, 2]));
const total: Tensor = unrolled.state.total;
typed(unrolled.outputs, false);
typed(unrolled.state, false);
typed(unrolled.state.total, false);
typed(new LSTMCell(2, 3).step, false);

// Pictures
const picture: Picture = lossCurve({ train: [2, 1], validation: x.data });
const svg: string = unrolledGraph(x.sum(), { expand: "all", norms: [1] }).svg;
typed(picture, false);
typed(picture.write, false);
typed(gradientTable([{ input: "H", hidden: x, output: 1, gradient: [0.5] }]).text, false);
// @ts-expect-error a loss is a number
lossCurve(["low"]);
// @ts-expect-error no such option
unrolledGraph(x, { colour: "red" });

export { data, dtype, item, kept, norm, parameter, slope, svg, total, twice, wrongProduct, wrongTensor };
