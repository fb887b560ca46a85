import { ArgumentError, checkNumber, formatValue, isList, readable } from "@rewind/autograd";
import { flattenState, type StateTree } from "../state.ts";

/** A probability for every tensor of a state, or one for each named by its path: `{ h: 0.05, c: 0.5 }`. */
export type LeafRates = number | Readonly<Record<string, number>>;

/** @internal */
export function checkRates(who: string, name: string, rates: unknown, max: number): LeafRates {
  if (typeof rates !== "object" || rates === null || isList(rates) || readable(rates) === undefined)
    return checkNumber(who, name, rates, 0, max);
  for (const [path, rate] of Object.entries(rates)) checkNumber(who, `${name}.${path}`, rate, 0, max);
  return rates as LeafRates;
}

/** Refuses rates for tensors that a state does not have. @internal */
export function checkPaths(who: string, name: string, rates: LeafRates, state: StateTree): void {
  if (typeof rates === "number") return;
  const paths = flattenState(state).map(({ path }) => path);
  const unknown = Object.keys(rates).find((path) => !paths.includes(path));
  if (unknown !== undefined)
    throw new ArgumentError(
      `${who}: ${name} names ${formatValue(unknown)}, which the state lacks; its tensors are ${paths.map(formatValue).join(", ")}`,
    );
}
