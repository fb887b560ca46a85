const cell = "new rnn.GRUCell(3, 4)";
const lstm = "new rnn.LSTMCell(3, 4)";
const xs = "some([5, 2, 3])";
const sizes = ["3, 4, { bias: true }"];
const bahdanau = "new rnn.GRUCell(6, 4), new nn.AdditiveAttention(4, 3, 5)";

export const functions: Readonly<Record<string, readonly string[]>> = {
  batchify: ["[1, 2, 3, 4, 5, 6], 2"],
  detachState: [`${lstm}.initialState(2)`],
  flattenState: [`${lstm}.initialState(2)`],
  gradientFlow: ["leaf([2]).sum(), [leaf([2])], { updatedLeaves: true }"],
  mapState: [`${lstm}.initialState(2), (t) => t.mul(2)`],
  markResets: [`${xs}, [[1, 0], [0, 0], [0, 1], [0, 0], [0, 0]]`],
  resetRows: [`${lstm}.initialState(2), [true, false], { axis: 0 }`],
  truncatedBPTT: ["{ step: (x, s) => [x.mul(s).sum(), x.add(s)], state: some([2, 3]), inputs: some([5, 2, 3]), k1: 2, k2: 2, lossWindow: \"new\" }"],
  unroll: [`${cell}, ${xs}, { lengths: [5, 3], reverse: true, keepStates: true }`, `${lstm}, ${xs}`],
  windows: ["rnn.batchify([1, 2, 3, 4, 5, 6, 7, 8], 2), 2"],
}; // prettier-ignore

export const classes: Readonly<Record<string, readonly string[]>> = {
  BahdanauDecoder: [bahdanau],
  BidirectionalLayer: [`${cell}, ${cell}`],
  EchoStateCell: ["3, 4, { spectralRadius: 0.9, leak: 0.5, sparsity: 0.5 }"],
  ElmanCell: ["3, 4, 2"],
  EncoderDecoder: [
    `{ sourceEmbedding: new nn.Embedding(5, 3), encoder: new rnn.GRU(3, 3), decoder: new rnn.BahdanauDecoder(${bahdanau.replace("4, 3, 5", "4, 3, 5")}), targetEmbedding: new nn.Embedding(5, 3), out: new nn.Linear(4, 5), bridge: (s) => autograd.zeros([2, 4]) }`,
  ],
  GRU: ["3, 4, { numLayers: 2, bidirectional: true }"],
  GRUCell: sizes,
  IndRNNCell: sizes,
  JordanCell: ["3, 4, 2, { decay: 0.5 }"],
  LSTM: ["3, 4, { numLayers: 1, batchFirst: true }"],
  LSTMCell: sizes,
  LayerNormLSTMCell: ["3, 4"],
  LuongDecoder: ["new rnn.GRUCell(7, 4), new nn.DotAttention(4, 3), { outputSize: 4, inputFeed: true }"],
  MinGRUCell: sizes,
  MinLSTMCell: sizes,
  PeepholeLSTMCell: sizes,
  RNN: ["3, 4, { nonlinearity: \"relu\" }"],
  RNNCell: sizes,
  Recurrent: [`${cell}, { batchFirst: false }`],
  ResettableCell: [cell],
  ResidualCell: ["new rnn.GRUCell(3, 3)"],
  StackedCell: [`[${cell}, new rnn.GRUCell(4, 4)]`],
  URLSTMCell: sizes,
  VariationalDropoutCell: [`${cell}, { input: 0.1, recurrent: 0.2 }`],
  WeightDrop: [`${cell}, { p: 0.5, weights: ["weight_hh"] }`],
  WeightNorm: [`${cell}, { weights: ["weight_hh"] }`],
  ZoneoutCell: [`${cell}, { p: 0.1 }`],
}; // prettier-ignore

export const methods: Readonly<Record<string, readonly string[]>> = {
  forward: ["some([2, 3])", "some([2, 3]), some([2, 4])"],
  step: ["some([2, 3]), some([2, 4])"],
  initialState: ["2"],
  ...Object.fromEntries(
    ["LSTMCell", "LayerNormLSTMCell", "PeepholeLSTMCell", "URLSTMCell"].map((name) => [
      `${name}.step`,
      ["some([2, 3]), { h: some([2, 4]), c: some([2, 4]) }"],
    ]),
  ),
  ...Object.fromEntries(["GRU", "LSTM", "RNN", "Recurrent", "BidirectionalLayer"].map((name) => [`${name}.forward`, [`${xs}, { lengths: [2, 2] }`, xs]])),
  "BahdanauDecoder.over": ["some([4, 2, 3]), { lengths: [4, 2] }"],
  "BahdanauDecoder.forward": ["some([4, 2, 3])"],
  "LuongDecoder.over": ["some([4, 2, 3])"],
  "LuongDecoder.forward": ["some([4, 2, 3])"],
  "EncoderDecoder.forward": ["[[0, 1], [1, 2]], [[0, 1], [1, 2]], { keepStates: true }"],
  "EncoderDecoder.greedy": ["[[0, 1], [1, 2]], { start: 0, end: 1, maxSteps: 3 }"],
  redraw: ["", `new rnn.VariationalDropoutCell(${cell}).initialState(2)`],
  to: ["\"float64\""],
  train: ["true"],
  apply: ["(m) => m.zeroGrad()"],
  loadStateDict: [`${cell}.stateDict(), { strict: false }`],
  registerBuffer: ["\"buf\", some([2])"],
}; // prettier-ignore

export const receivers: Readonly<Record<string, readonly string[]>> = {};

export const made: readonly (readonly [code: string, ...args: string[]])[] = [
  [
    `((cell) => (batch) => cell.initialState(batch))(new rnn.BahdanauDecoder(${bahdanau}).over(some([4, 2, 3])))`,
    "2",
  ],
];
