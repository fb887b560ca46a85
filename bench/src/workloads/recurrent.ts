import { reshape, type Tensor } from "@rewind/autograd";
import { Linear, crossEntropy, type Parameter } from "@rewind/nn";
import { GRU, LSTM, RNN, unroll, type Cell } from "@rewind/rnn";
import { recurrentMaterial, type Values } from "../material.ts";
import type { RecurrentSpec, Task } from "../spec.ts";
import { eagerLSTM } from "./eager-lstm.ts";
import { constant, named, parameter } from "./leaf.ts";
import { trainingTask } from "./training.ts";
import { UserLSTMCell } from "./user-lstm-cell.ts";

interface Body {
  parameters: Parameter[];
  outputsOf(inputs: Tensor): Tensor;
}

const layers = { lstm: LSTM, gru: GRU, rnn: RNN };

/** The recurrent training step of the given form, with a linear head on every output. */
export function recurrentTask(spec: RecurrentSpec): Task {
  const material = recurrentMaterial(spec);
  const inputs = constant(material.inputs);
  const body = bodyOf(spec, material.parameters.slice(0, 4));
  const head = new Linear(spec.hidden, spec.classes);
  head.loadStateDict(named(["weight", "bias"], material.parameters.slice(4)));
  const rows = [spec.steps * spec.batch, spec.hidden];
  return trainingTask([...body.parameters, ...head.parameters()], () =>
    crossEntropy(head.forward(reshape(body.outputsOf(inputs), rows)), material.targets),
  );
}

function bodyOf(spec: RecurrentSpec, values: readonly Values[]): Body {
  if (spec.form === "layer") {
    const layer = new layers[spec.cell](spec.input, spec.hidden);
    layer.loadStateDict(named(["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"], values));
    return { parameters: layer.parameters(), outputsOf: (inputs) => layer.forward(inputs).outputs };
  }
  if (spec.cell !== "lstm")
    throw new Error(`there is no ${spec.cell} of the form "${spec.form}", only an lstm`);
  const parameters = values.map(parameter);
  if (spec.form === "eager") return { parameters, outputsOf: (inputs) => eagerLSTM(inputs, parameters) };
  const cell: Cell<readonly [Tensor, Tensor]> = new UserLSTMCell(parameters);
  return { parameters, outputsOf: (inputs) => unroll(cell, inputs, { scan: "always" }).outputs };
}
