import type { RecurrentSpec, Spec } from "./spec.ts";

/** A workload as the command line names it. */
export interface Workload {
  spec: Spec;
  /** A workload of Rewind's that this one is set against. */
  against?: string;
  /** Every round is a fresh process, timed from its start to the end of the first step. */
  fresh?: true;
  /** So many steps in one synchronous loop, the process's memory sampled along the way. */
  loop?: number;
  /** Part of the full run against other frameworks. */
  compared?: true;
}

const lstmS: RecurrentSpec = {
  kind: "recurrent",
  cell: "lstm",
  form: "layer",
  batch: 32,
  steps: 64,
  input: 64,
  hidden: 128,
  classes: 64,
};
const lstmXS: RecurrentSpec = { ...lstmS, batch: 1, steps: 32, input: 16, hidden: 32, classes: 16 };
const lstmM: RecurrentSpec = { ...lstmS, input: 256, hidden: 512, classes: 256 };

const compared: Record<string, Spec> = {
  "lstm-XS": lstmXS,
  "lstm-S": lstmS,
  "lstm-M": lstmM,
  "gru-S": { ...lstmS, cell: "gru" },
  "rnn-S": { ...lstmS, cell: "rnn" },
  "lstm-S-eager": { ...lstmS, form: "eager" },
  mlp: { kind: "mlp", batch: 128, sizes: [784, 256, 128, 10] },
  ...Object.fromEntries([64, 128, 256, 512, 1024].map((size) => [`matmul-${size}`, matmul(size, false)])),
  "matmulfb-256": matmul(256, true),
  "ew-tanh": { kind: "elementwise", op: "tanh", size: 1e6 },
  "ew-sigmoid": { kind: "elementwise", op: "sigmoid", size: 1e6 },
  "ew-fb": { kind: "elementwise", op: "chain", size: 1e6 },
  "softmax-ce": { kind: "softmax", rows: 2048, classes: 64 },
  adam: { kind: "adam", size: 1e6 },
  tape: { kind: "tape", ops: 1000, size: 4 },
};

const scaling: Record<string, Spec> = {
  ...Object.fromEntries([16, 256, 1024].map((steps) => [`scaling-T${steps}`, { ...lstmS, steps }])),
  ...Object.fromEntries([1, 8, 128].map((batch) => [`scaling-B${batch}`, { ...lstmS, batch }])),
  ...Object.fromEntries([32, 64, 256].map((hidden) => [`scaling-H${hidden}`, { ...lstmS, hidden }])),
};

const orderTwo: Spec = { kind: "order", order: 2, batch: 8, steps: 100, input: 16, hidden: 32 };
const doublings = [100, 200, 400, 800, 1600];
const growth: Record<string, Spec> = Object.fromEntries(
  doublings.flatMap((steps): [string, Spec][] => [
    [`order1-T${steps}`, { ...orderTwo, order: 1, steps }],
    [`order2-T${steps}`, { ...orderTwo, steps }],
    [`in-loop-T${steps}`, { kind: "in-loop", steps, size: 32 }],
  ]),
);

/** All workloads by name, in the order of the table. The scaling ones are the S step with one size changed. */
export const catalogue: Readonly<Record<string, Workload>> = {
  ...Object.fromEntries(
    Object.entries(compared).map(([name, spec]): [string, Workload] => [name, { spec, compared: true }]),
  ),
  startup: { spec: lstmS, fresh: true },
  "custom-cell": { spec: { ...lstmS, form: "cell" }, against: "lstm-S" },
  memory: { spec: lstmXS, loop: 20_000 },
  long: { spec: { ...lstmXS, steps: 100_000 } },
  ...Object.fromEntries(
    Object.entries({ ...scaling, ...growth }).map(([name, spec]): [string, Workload] => [name, { spec }]),
  ),
};

function matmul(size: number, gradients: boolean): Spec {
  return { kind: "matmul", size, gradients };
}
