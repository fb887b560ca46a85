import { ArgumentError, Tensor, formatValue, fromAnotherCopy } from "@rewind/autograd";
import type { Module } from "./module.ts";
import type { Parameter } from "./parameter.ts";

/** What a module holds itself, and the modules directly below it, by name. */
export interface Holdings {
  readonly parameters: [name: string, parameter: Parameter][];
  readonly children: [name: string, child: Module][];
}

/** What the walk needs to know of the module whose members it sorts. */
export interface Owner {
  readonly name: string;
  isModule(value: unknown): value is Module;
  isParameter(value: unknown): value is Parameter;
  isBuffer(value: unknown): boolean;
  /** Whether a module is this one or one above it. */
  isAbove(value: unknown): boolean;
}

/**
 * Sorts a module's members; arrays, plain objects and Maps, however deep, count by index or key.
 *
 * @throws ArgumentError naming what looks as if it belonged to the module and cannot be registered
 */
export function sortMembers(members: Iterable<readonly [string, unknown]>, owner: Owner): Holdings {
  const parameters: Holdings["parameters"] = [];
  const children: Holdings["children"] = [];
  const above: object[] = [];
  const refuse = (name: string, what: string, remedy: string): never => {
    throw new ArgumentError(`${owner.name}.${name}: ${what} and cannot be registered; ${remedy}`);
  };
  const below = (name: string, key: unknown, value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const found = parameters.length + children.length;
    sort(`${name}.${String(key)}`, value);
    if (found === parameters.length + children.length) return;
    if ((typeof key !== "string" && typeof key !== "number") || key === "" || String(key).includes("."))
      refuse(name, `holds modules or parameters under the key ${formatValue(key)}`, "use a name without dots as key"); // prettier-ignore
  };
  const sort = (name: string, value: unknown): void => {
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
    if (owner.isParameter(value)) parameters.push([name, value]);
    else if (owner.isModule(value)) children.push([name, value]);
    else if (value instanceof Tensor) {
      if (value.requiresGrad && value.isLeaf && !owner.isBuffer(value))
        refuse(
          name,
          `${fromAnotherCopy(value) ?? "is a tensor that requires a gradient but no Parameter"},`,
          "make it new Parameter(values); a constant wants requiresGrad: false, and what another module owns a #private field",
        );
    } else if (!above.includes(value)) {
      above.push(value);
      if (Array.isArray(value)) for (let i = 0; i < value.length; i++) below(name, i, value[i]);
      else if (value instanceof Map) for (const [key, each] of value) below(name, key, each);
      else if (isPlain(value)) for (const key of Object.keys(value)) below(name, key, value[key]);
      else sortStranger(name, value);
      above.pop();
    }
  };
  const sortStranger = (name: string, value: object): void => {
    const copy = fromAnotherCopy(value);
    if (copy !== null) refuse(name, `is ${formatValue(value)}`, "build all of a model with one copy");
    const held = value instanceof Set ? [...value].map((each, i) => [i, each] as const) : dataOf(value);
    const owned = held.find(([, each]) => owner.isParameter(each) || owner.isModule(each));
    if (owned === undefined || owner.isAbove(owned[1])) return;
    if (value instanceof Set) refuse(name, "is a Set, whose items have no names,", "use an array, a Map or a plain object"); // prettier-ignore
    refuse(
      name,
      `is ${formatValue(value)}, which is no Module, holds ${formatValue(owned[1])} in ${owned[0]}`,
      "let its class extend Module, or keep it in a #private field",
    );
  };
  for (const [name, value] of members) sort(name, value);
  return { parameters, children };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** An object's own values, nothing computed. */
function dataOf(value: object): (readonly [string, unknown])[] {
  return Object.entries(Object.getOwnPropertyDescriptors(value)).map(([key, own]) => [key, own.value]);
}

/** A module and all below it with the prefix of their names, parents first; a shared module once for each place it has. */
export function* places(
  module: Module,
  childrenOf: (module: Module, above: readonly Module[]) => Holdings["children"],
  prefix: string = "",
  above: readonly Module[] = [],
): Generator<[prefix: string, module: Module]> {
  if (above.includes(module)) {
    throw new ArgumentError(
      `Module: ${module.constructor.name} contains itself at "${prefix.slice(0, -1)}"; keep references to parents in #private fields`,
    );
  }
  yield [prefix, module];
  const below = [...above, module];
  for (const [name, child] of childrenOf(module, below))
    yield* places(child, childrenOf, `${prefix}${name}.`, below);
}

/**
 * Puts replacements where the old tensors are: in properties, arrays, plain objects and Maps.
 *
 * @returns what puts the old ones back
 */
export function replaceIn(
  holder: object,
  replaced: ReadonlyMap<unknown, Tensor>,
  above: readonly object[] = [],
): (() => void)[] {
  if (above.includes(holder)) return [];
  const undo: (() => void)[] = [];
  const isMap = holder instanceof Map;
  const put = (key: string, value: unknown): void =>
    isMap ? void holder.set(key, value) : void ((holder as Record<string, unknown>)[key] = value);
  for (const [key, value] of isMap ? [...(holder as Map<string, unknown>)] : Object.entries(holder)) {
    const replacement = replaced.get(value);
    if (replacement !== undefined) {
      put(key, replacement);
      undo.push(() => put(key, value));
    } else if (Array.isArray(value) || value instanceof Map || isPlain(value))
      undo.push(...replaceIn(value as object, replaced, [...above, holder]));
  }
  return undo;
}
