import { formatShape } from "../errors.ts";
import { stridesOf } from "../tensor/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** One gradient element, seen both ways. */
export interface GradientDifference {
  /** Which input; for `gradgradcheck` the upstream gradient of output `k` counts as input `inputs.length + k`. */
  input: number;
  /** The input's `name`, if it has one. */
  name: string | null;
  /** Its element, one index per axis. */
  index: number[];
  /** The element's time step, if the input is a sequence: of three axes, the first of which (or `timeAxis`) is time. */
  timeStep: number | null;
  /** From the tape. */
  analytic: number;
  /** From central differences. */
  numeric: number;
  /** `|analytic - numeric| / max(|analytic|, |numeric|, atol / rtol)`; Infinity if either is not a number. */
  relError: number;
}

/** The difference at one element of an input. @internal */
export function differenceAt(
  input: Tensor,
  place: { readonly input: number; readonly element: number; readonly timeAxis: number },
  analytic: number,
  numeric: number,
  floor: number,
): GradientDifference {
  const { shape, name } = input;
  const index = stridesOf(shape).map((stride, axis) => Math.floor(place.element / stride) % shape[axis]);
  const error = Math.abs(analytic - numeric) / Math.max(Math.abs(analytic), Math.abs(numeric), floor);
  return {
    input: place.input,
    name: name ?? null,
    index,
    timeStep: index.length === 3 ? index[place.timeAxis] : null,
    analytic,
    numeric,
    relError: Number.isNaN(error) ? Infinity : error,
  };
}

/**
 * `input 0 ("xs"), element [3, 0, 1], time step 3: analytic 1.01, numeric 1, relative error 9.9e-3`.
 *
 * @param inputs how many are the function's own: those after them are upstream gradients
 * @internal
 */
export function formatDifference(difference: GradientDifference, inputs: number): string {
  const { input, name, index, timeStep, analytic, numeric, relError } = difference;
  const which = input < inputs ? `input ${input}` : `the upstream gradient of output ${input - inputs}`;
  const place = [
    name === null ? which : `${which} (${JSON.stringify(name)})`,
    `element ${formatShape(index)}`,
    ...(timeStep === null ? [] : [`time step ${timeStep}`]),
  ];
  return `${place.join(", ")}: analytic ${analytic}, numeric ${numeric}, relative error ${relError.toPrecision(2)}`;
}
