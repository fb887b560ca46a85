import { PortableRandom } from "./portable-random.ts";
import type {
  AdamSpec,
  ElementwiseSpec,
  InLoopSpec,
  MatmulSpec,
  MlpSpec,
  OrderSpec,
  RecurrentSpec,
  SoftmaxSpec,
  TapeSpec,
} from "./spec.ts";

/** Numbers and the shape they fill. */
export interface Values {
  shape: readonly number[];
  data: Float32Array;
}

/** What a supervised training step starts from: parameters in the order of the state dict, inputs and targets. */
export interface TrainingMaterial {
  parameters: Values[];
  inputs: Values;
  targets: Int32Array;
}

const seeds = { parameters: 1, inputs: 2, targets: 3 };

export const gateCount: Readonly<Record<RecurrentSpec["cell"], number>> = { lstm: 4, gru: 3, rnn: 1 };

/** Parameters: weight_ih, weight_hh, bias_ih, bias_hh, then weight and bias of the head; all within ±1/√H. */
export function recurrentMaterial(spec: RecurrentSpec): TrainingMaterial {
  const { cell, batch, steps, input, hidden, classes } = spec;
  const rows = gateCount[cell] * hidden;
  const shapes = [[rows, input], [rows, hidden], [rows], [rows], [classes, hidden], [classes]];
  const random = new PortableRandom(seeds.parameters);
  return {
    parameters: shapes.map((shape) => draw(random, shape, 1 / Math.sqrt(hidden))),
    inputs: draw(new PortableRandom(seeds.inputs), [steps, batch, input], 1),
    targets: new PortableRandom(seeds.targets).classes(steps * batch, classes),
  };
}

/** Parameters of an LSTM within ±1/√H, and its inputs. */
export function layerMaterial({ batch, steps, input, hidden }: OrderSpec): Omit<TrainingMaterial, "targets"> {
  return recurrentMaterial({ kind: "recurrent", cell: "lstm", form: "layer", batch, steps, input, hidden, classes: 1 }); // prettier-ignore
}

/** Parameters: weight and bias of every layer, within ±1/√(inputs of the layer). */
export function mlpMaterial({ batch, sizes }: MlpSpec): TrainingMaterial {
  const random = new PortableRandom(seeds.parameters);
  const parameters = sizes.slice(1).flatMap((size, layer) => {
    const bound = 1 / Math.sqrt(sizes[layer]);
    return [draw(random, [size, sizes[layer]], bound), draw(random, [size], bound)];
  });
  const classes = sizes[sizes.length - 1];
  return {
    parameters,
    inputs: draw(new PortableRandom(seeds.inputs), [batch, sizes[0]], 1),
    targets: new PortableRandom(seeds.targets).classes(batch, classes),
  };
}

/** Logits and the class of every row. */
export function softmaxMaterial({ rows, classes }: SoftmaxSpec): { logits: Values; targets: Int32Array } {
  return {
    logits: draw(new PortableRandom(seeds.inputs), [rows, classes], 1),
    targets: new PortableRandom(seeds.targets).classes(rows, classes),
  };
}

/** The operands of a workload that does not train. */
export function operandMaterial(
  spec: MatmulSpec | ElementwiseSpec | TapeSpec | AdamSpec | InLoopSpec,
): Values[] {
  const random = new PortableRandom(seeds.inputs);
  const shape = spec.kind === "matmul" ? [spec.size, spec.size] : [spec.size];
  const count = spec.kind === "matmul" ? 2 : 3;
  return Array.from({ length: count }, () => draw(random, shape, 1));
}

function draw(random: PortableRandom, shape: readonly number[], bound: number): Values {
  return {
    shape,
    data: random.uniform(
      shape.reduce((product, size) => product * size, 1),
      bound,
    ),
  };
}
