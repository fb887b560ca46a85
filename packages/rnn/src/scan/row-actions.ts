import type { FloatArray } from "@rewind/autograd";
import type { Action } from "./call.ts";
import type { Machine } from "./machine.ts";
import { takers } from "./course.ts";

/** Copies a value. @internal */
export function copy(machine: Machine, size: number): Action {
  return ([from, to]) => {
    const { workspace } = machine;
    const start = from / workspace.unit;
    workspace.array().copyWithin(to / workspace.unit, start, start + size);
  };
}

/** Copies the rows of the sequences that take the step; the others' become zeros, or with `keeps` stay as they are. @internal */
export function copyTakers(machine: Machine, rows: number, size: number, keeps: boolean): Action {
  return byRows(machine, rows, size, (array, from, to, width, takes) => {
    if (takes) array.copyWithin(to, from, from + width);
    else if (!keeps) array.fill(0, to, to + width);
  });
}

/** Of the sequences that take the step, replaces the rows; to the others', adds. @internal */
export function settleTakers(machine: Machine, rows: number, size: number): Action {
  return byRows(machine, rows, size, (array, from, to, width, takes) => {
    for (let i = 0; i < width; i++) array[to + i] = (takes ? 0 : array[to + i]) + array[from + i];
  });
}

/** Does something for each row at its two places, or copies all of them where every sequence takes the step. */
function byRows(
  machine: Machine,
  rows: number,
  size: number,
  each: (array: FloatArray, from: number, to: number, width: number, takes: boolean) => void,
): Action {
  const width = rows === 0 ? 0 : size / rows;
  const whole = copy(machine, size);
  return (at, t) => {
    const active = takers(machine.course, t);
    if (active === null) return whole(at, t);
    const { workspace } = machine;
    const [from, to] = [at[0] / workspace.unit, at[1] / workspace.unit];
    for (let row = 0; row < rows; row++)
      each(workspace.array(), from + row * width, to + row * width, width, active[row] !== 0);
  };
}

/** Makes the rows of the sequences that take the step zero. @internal */
export function clearTakers(machine: Machine, rows: number, size: number): Action {
  const width = rows === 0 ? 0 : size / rows;
  return ([to], t) => {
    const active = takers(machine.course, t);
    const { workspace } = machine;
    const array = workspace.array();
    const start = to / workspace.unit;
    for (let row = 0; row < rows; row++)
      if (active === null || active[row] !== 0) array.fill(0, start + row * width, start + (row + 1) * width);
  };
}
