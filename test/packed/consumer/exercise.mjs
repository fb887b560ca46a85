/** Uses a little of each package the way an application would; every way of loading them must give the same result. */
export function exercise(autograd, nn, optim, rnn, viz) {
  const { manualSeed, randn, tensor, zeros, ShapeError, RewindError } = autograd;

  const x = tensor([[1, 2], [3, 4]], { requiresGrad: true }); // prettier-ignore
  const loss = x.matmul(x).sum();
  loss.backward();

  manualSeed(1);
  const inputs = randn([16, 2]);
  const targets = inputs.sum({ axis: 1, keepDims: true });
  const model = new nn.Linear(2, 1);
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
  const losses = [];
  for (let step = 0; step < 30; step++) {
    const error = nn.mseLoss(model.forward(inputs), targets);
    optimizer.zeroGrad();
    error.backward();
    optimizer.step();
    losses.push(error.item());
  }

  const lstm = new rnn.LSTM(2, 3);
  const { outputs, state } = lstm.forward(randn([4, 5, 2]));
  const picture = viz.unrolledGraph(outputs.mean());
  outputs.square().mean().backward();

  let thrown;
  try {
    zeros([2, 3]).matmul(zeros([2, 3]));
  } catch (error) {
    thrown = error;
  }

  return {
    loss: loss.item(),
    grad: Array.from(x.grad.data),
    learned: losses[losses.length - 1] < 0.1 * losses[0],
    outputs: Array.from(outputs.shape),
    hidden: Array.from(state.h.shape),
    everyParameterHasGrad: lstm.parameters().every((parameter) => parameter.grad !== null),
    drawn: viz.lossCurve(losses).svg.startsWith("<svg ") && picture.svg.endsWith("</svg>"),
    typedError: thrown instanceof ShapeError && thrown instanceof RewindError,
  };
}
