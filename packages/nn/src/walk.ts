import { ArgumentError, type Tensor } from "@rewind/autograd";
import type { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

/** What a module holds itself, and the modules directly below it, by name. */
export interface Holdings {
  readonly parameters: [name: string, parameter: Parameter][];
  readonly children: [name: string, child: Module][];
}

/** Sorts a module's members; arrays, however deep, count index by index. */
export function sortMembers(
  members: Iterable<readonly [string, unknown]>,
  isModule: (value: unknown) => value is Module,
): Holdings {
  const holdings: Holdings = { parameters: [], children: [] };
  const sort = (name: string, value: unknown): void => {
    if (value instanceof Parameter) holdings.parameters.push([name, value]);
    else if (isModule(value)) holdings.children.push([name, value]);
    else if (Array.isArray(value)) value.forEach((element, i) => sort(`${name}.${i}`, element));
  };
  for (const [name, value] of members) sort(name, value);
  return holdings;
}

/** A module and all below it with the prefix of their names, parents first; a shared module once for each place it has. */
export function* places(
  module: Module,
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
  for (const [name, child] of module.namedChildren()) yield* places(child, `${prefix}${name}.`, below);
}

/** Puts replacements where the old tensors are: in properties and in arrays. */
export function replaceIn(holder: object, replaced: ReadonlyMap<unknown, Tensor>): void {
  for (const [key, value] of Object.entries(holder)) {
    const replacement = replaced.get(value);
    if (replacement !== undefined) (holder as Record<string, unknown>)[key] = replacement;
    else if (Array.isArray(value)) replaceIn(value, replaced);
  }
}
