import {
  ArgumentError,
  ShapeError,
  Tensor,
  checkData,
  formatShape,
  formatValue,
  isList,
  isTensor,
  readable,
  sameShape,
  zerosLike,
} from "@rewind/autograd";
import type { StateKind } from "./algorithm.ts";
import type { ParamState } from "./state-dict.ts";

/** The state tensor called `name`, made of `fill` (default zero) in the parameter's shape when it is first asked for. */
export function stateTensor<State extends ParamState>(
  state: Partial<State>,
  name: keyof State & string,
  param: Tensor,
  fill: number = 0,
): Tensor {
  const slots = state as Partial<ParamState>;
  const found = slots[name];
  if (isTensor(found)) return found;
  const made = zerosLike(param);
  if (fill !== 0) made.data.fill(fill);
  slots[name] = made;
  return made;
}

/** Counts a step of this parameter and returns its number, from 1. */
export function countStep(state: { step?: number }): number {
  return (state.step = (state.step ?? 0) + 1);
}

/**
 * A copy of a saved state, if it has what the algorithm keeps and nothing else.
 *
 * @param total elements of all parameters together
 * @throws ArgumentError or ShapeError that begins with `where`
 */
export function readState(
  where: string,
  kinds: Readonly<Record<string, StateKind>>,
  param: Tensor,
  total: number,
  entry: unknown,
): ParamState {
  if (!isRecord(entry))
    throw new ArgumentError(`${where}: state must be an object, got ${formatValue(entry)}`);
  for (const name of Object.keys(entry)) {
    if (!Object.hasOwn(kinds, name))
      throw new ArgumentError(`${where} has unknown state ${formatValue(name)}`);
  }
  for (const [name, kind] of Object.entries(kinds)) {
    const value = entry[name];
    if (kind.endsWith("?") && value === undefined) continue;
    if (kind === "number" || kind === "count") checkNumberState(where, name, kind, value);
    else checkTensorState(where, name, kind, param, total, value);
  }
  return copyState(entry as ParamState);
}

/** The same numbers, and copies of the tensors. */
export function copyState<State extends ParamState>(state: State): State {
  return Object.fromEntries(
    Object.entries(state).map(([name, value]) => [
      name,
      typeof value === "number" ? value : new Tensor(value.data.slice(), value.shape),
    ]),
  ) as State;
}

/** Whether a value is an object that holds others by name. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof readable(value) === "object" && value !== null && !isList(value) && !isTensor(value);
}

function checkNumberState(where: string, name: string, kind: "number" | "count", value: unknown): void {
  const fits = kind === "number" ? Number.isFinite(value) : Number.isInteger(value) && (value as number) >= 0;
  if (fits) return;
  const wanted = kind === "count" ? "a whole number >= 0" : "a finite number";
  throw new ArgumentError(`${where}: ${name} must be ${wanted}, got ${formatValue(value)}`);
}

function checkTensorState(
  where: string,
  name: string,
  kind: StateKind,
  param: Tensor,
  total: number,
  value: unknown,
): void {
  if (!isTensor(value)) {
    throw new ArgumentError(`${where}: ${name} must be a Tensor, got ${formatValue(value)}`);
  }
  checkData(`${where}: ${name}`, value);
  const perParam = kind === "tensor" || kind === "tensor?";
  const dtype = perParam ? param.dtype : "float64";
  const shape = perParam ? param.shape : kind === "vector?" ? [total] : [value.shape[0], 2, total];
  if (!sameShape(value.shape, shape) || value.dtype !== dtype) {
    const wanted = perParam ? `the parameter ${dtype}` : `it must be ${dtype}`;
    throw new ShapeError(
      `${where}: ${name} is ${value.dtype} ${formatShape(value.shape)}, ${wanted} ${formatShape(shape)}`,
    );
  }
}
