import * as autograd from "@rewind/autograd";
import * as nn from "@rewind/nn";
import * as optim from "@rewind/optim";

/** A function of the public API, whatever it takes. */
export type AnyFunction = (...args: unknown[]) => unknown;

const key = (name: string): string => name.replaceAll("_", "").toLowerCase();

/** Functions that are no classes: a loss and its module differ in their first letter only. */
function byKey(exports: object): ReadonlyMap<string, AnyFunction> {
  const isClass = (value: object): boolean => /^class\b/.test(Function.prototype.toString.call(value));
  const entries = Object.entries(exports) as [string, unknown][];
  return new Map(
    entries.flatMap(([name, value]): [string, AnyFunction][] =>
      typeof value === "function" && !isClass(value) ? [[key(name), value as AnyFunction]] : [],
    ),
  );
}

const functions = { autograd: byKey(autograd), nn: byKey(nn) };
const optimNames = optim as unknown as Readonly<Record<string, unknown>>;

/**
 * The operation or loss that PyTorch calls `name`, whatever the case of its letters: `logcumsumexp` is `logCumsumExp`,
 * `mse_loss` is `mseLoss`. A loss may be named without its last word.
 */
export function findFunction(name: string): { call: AnyFunction; isLoss: boolean } | null {
  for (const candidate of [key(name), `${key(name)}loss`, key(name).replace(/loss$/, "")]) {
    for (const home of ["autograd", "nn"] as const) {
      const found = functions[home].get(candidate);
      if (found !== undefined) return { call: found, isLoss: home === "nn" };
    }
  }
  return null;
}

type Constructor = new (...args: never[]) => unknown;

/** A class by its name, which is PyTorch's: an optimizer, a schedule. */
export function findOptim<Made>(name: string): (new (...args: never[]) => Made) | null {
  const found = Object.hasOwn(optimNames, name) ? optimNames[name] : undefined;
  return typeof found === "function" ? (found as Constructor as new (...args: never[]) => Made) : null;
}

/** A layer by its name. */
export function findLayer(name: string): (new (...args: never[]) => nn.Module) | null {
  const found = (nn as unknown as Readonly<Record<string, unknown>>)[name];
  return typeof found === "function" ? (found as new (...args: never[]) => nn.Module) : null;
}
