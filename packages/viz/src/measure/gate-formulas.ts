import { matmul, mul, sigmoid, split, sub, tanh, type Tensor } from "@rewind/autograd";

/** What a step of a gated recurrence starts from, without history. @internal */
export interface GateInputs {
  /** `W_ih x + b_ih`, `[B, G * H]`. */
  readonly input: Tensor;
  /** `W_hh h + b_hh`, `[B, G * H]`. */
  readonly recurrent: Tensor;
  /** The state before the step: h, and an LSTM's c. */
  readonly before: readonly Tensor[];
  /** An LSTM's projection. */
  readonly projection: Tensor | null;
}

/** A step, taken apart. @internal */
export interface GateStep {
  /** Before their nonlinearities: where the gradient of a gate is measured. */
  readonly places: readonly Tensor[];
  readonly activations: readonly Tensor[];
  /** The state after the step, each tensor a function of the places it reads directly. */
  readonly after: readonly Tensor[];
}

/** @internal */
export interface GateFormula {
  readonly gates: readonly string[];
  step(inputs: GateInputs): GateStep;
}

/** See `LSTMCell`. What leaves through the output gate is a function of c as a number: c's gradient already holds it. */
const lstm: GateFormula = {
  gates: ["i", "f", "g", "o"],
  step({ input, recurrent, before: [, c], projection }) {
    const places = split(input.add(recurrent), c.shape[1], { axis: 1 });
    places.forEach(watch);
    const [i, f, g, o] = [sigmoid(places[0]), sigmoid(places[1]), tanh(places[2]), sigmoid(places[3])];
    const next = mul(f, c).add(mul(i, g));
    const h = mul(o, tanh(next.detach()));
    const projected = projection === null ? h : matmul(h, projection, { transposeB: true });
    return { places, activations: [i, f, g, o], after: [projected, next] };
  },
};

/** See `GRUCell`. */
const gru: GateFormula = {
  gates: ["r", "z", "n"],
  step({ input, recurrent, before: [h] }) {
    const size = h.shape[1];
    const [inputR, inputZ, inputN] = split(input, size, { axis: 1 });
    const [recurrentR, recurrentZ, recurrentN] = split(recurrent, size, { axis: 1 });
    const places = [inputR.add(recurrentR), inputZ.add(recurrentZ)];
    places.forEach(watch);
    const [r, z] = places.map((place) => sigmoid(place));
    const candidate = inputN.add(mul(r, recurrentN));
    const n = tanh(candidate);
    return {
      places: [...places, candidate],
      activations: [r, z, n],
      after: [mul(sub(1, z), n).add(mul(z, h))],
    };
  },
};

function watch(place: Tensor): void {
  place.requiresGrad = true;
}

/** Formulas by the number of gates stacked in a weight. @internal */
export const FORMULAS: ReadonlyMap<number, GateFormula> = new Map([
  [3, gru],
  [4, lstm],
]);
