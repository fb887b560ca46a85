const layer = "new rnn.LSTM(3, 4)";
const run = "some([5, 2, 3])";

export const functions: Readonly<Record<string, readonly string[]>> = {
  alignmentPlot: ["[[0.5, 0.5], [0.1, 0.9]], { source: \"ab\", target: [\"c\", \"d\"], title: \"t\" }", "some([2, 3]).softmax()"],
  connectivity: ["[[0.5, 0.5], [0.1, 0.9]], { inputs: \"ab\", predictions: \"cd\" }"],
  gateActivations: [`new rnn.LSTMCell(3, 4), ${run}, rnn.unroll(new rnn.LSTMCell(3, 4), ${run}, { keepStates: true }).states`],
  gateGradients: [`leaf([2]).sum(), ${layer}, ${run}, []`],
  gates: ["{ forget: [[0.1, 0.2], [0.3, 0.4]] }, { width: 400 }"],
  gradientFlowPlot: ["{ lstm: [1, 0.5, 0.1] }, { cuts: [1], vanishing: 0.01 }"],
  gradientHeatmap: ["{ layer: { h: [1, 0.5], c: [0.1, 0.2] } }"],
  gradientTable: ["[{ input: 1, hidden: [1, 2], output: \"a\", gradient: some([2]) }], { digits: 3 }"],
  heldElements: ["[autograd.tape(leaf([2]).tanh().sum())]"],
  inputInfluence: ["[leaf([2]).sum()], leaf([2, 3])"],
  linePlot: ["{ a: [1, 2, 3] }, { x: \"step\", y: \"loss\", log: true, start: 1 }"],
  liveLossCurve: ["{ every: 2, show: () => 1 }"],
  lossCurve: ["[3, 2, 1], { title: \"t\" }", "{ a: [1, 2], b: some([3]) }"],
  memoryTimeline: ["{ a: [autograd.tape(leaf([2]).tanh().sum())].map((t) => [t]) }"],
  unrolledGraph: ["rnn.unroll(new rnn.RNNCell(3, 4), some([5, 2, 3]), { scan: \"off\" }).outputs.sum(), { expand: [0] }"],
}; // prettier-ignore

export const classes: Readonly<Record<string, readonly string[]>> = {
  LiveLossCurve: ["{ every: 2 }"],
  Picture: ["\"<svg></svg>\", \"t\", \"d\""],
  Table: ["[\"a\"], [[\"1\"]], \"d\""],
}; // prettier-ignore

export const methods: Readonly<Record<string, readonly string[]>> = {
  push: ["1", "{ a: 1 }"],
}; // prettier-ignore

export const receivers: Readonly<Record<string, readonly string[]>> = {};

export const made: readonly (readonly [code: string, ...args: string[]])[] = [];
