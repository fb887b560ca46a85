import { Tensor } from "@rewind/autograd";
import type { Result } from "./compare.ts";
import { findFunction } from "./exports.ts";
import type { Inputs } from "./inputs.ts";
import type { Computed, Kind } from "./kind.ts";
import { inOurWords, ourOption } from "./options.ts";

/** Names that cases give to the same argument. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  x: ["x", "input", "a", "self"],
  y: ["y", "other", "b"],
  index: ["index", "indices"],
  indices: ["indices", "input", "index", "x"],
  src: ["src", "source"],
  shape: ["shape", "size", "sizes"],
  dim: ["dim", "dimension"],
};

/** Factors of a loss's terms, which are options here and tensors in the case. */
const WEIGHTS = new Set(["weight", "pos_weight"]);

/**
 * A call of the public API in one line: our name, then what goes by position, in order, by the case's names for it: an
 * input, or else an option. What is left, options and inputs, goes last by name.
 *
 * - `weight?` may be missing, `dim0=0` has a default
 * - `x*` is the list of `x0, x1, …`, `...x` the same as arguments of their own
 * - `dim1:axis0` is an option under another name
 * - `#index` is a flat list of integers, with its shape among the options
 */
export function call(line: string): Kind {
  const [name, ...args] = line.split(" ");
  return (inputs) => {
    const found = findFunction(name);
    if (found === null) throw new Error(`no function ${name} is exported`);
    const { isLoss } = found;
    const tokens = args.length > 0 ? args : defaultArgs(inputs, isLoss);
    const used = new Set<string>();
    const options: Record<string, unknown> = {};
    const positional = tokens.flatMap((token) => argument(token, inputs, used, options));
    const named = inputs.names().filter((input) => !used.has(input));
    for (const input of named) options[ourOption(input)] = inputs.value(input);
    Object.assign(options, inOurWords(inputs.options.entries().filter(([option]) => !used.has(option))));
    withScalar(positional, options);
    const trailing = Object.keys(options).length > 0 ? [options] : [];
    // Optional tensors that are missing stand before the options only.
    while (trailing.length === 0 && positional.length > 0 && positional.at(-1) === undefined)
      positional.pop();
    return results(found.call(...positional, ...trailing), inputs);
  };
}

/** All inputs, but for the weights of a loss. */
function defaultArgs(inputs: Inputs, isLoss: boolean): string[] {
  const isList = inputs.has("x0");
  const names = inputs.names().map((name) => (isList && /^x\d+$/.test(name) ? "x*" : name));
  return [...new Set(names)].filter((name) => !isLoss || !WEIGHTS.has(name));
}

/** A plain number on one side of an operation of two operands. */
function withScalar(positional: unknown[], options: Record<string, unknown>): void {
  const { scalar, side } = options;
  if (scalar === undefined) return;
  delete options.scalar;
  delete options.side;
  if (side === "left") positional.unshift(scalar);
  else if (side === "right" || side === undefined) positional.push(scalar);
  else throw new Error(`unknown side ${JSON.stringify(side)}`);
}

function argument(
  token: string,
  inputs: Inputs,
  used: Set<string>,
  options: Record<string, unknown>,
): unknown[] {
  const [theirs, ours] = token.split(":");
  if (ours !== undefined) {
    used.add(theirs);
    if (inputs.options.has(theirs)) options[ours] = inputs.options.raw(theirs);
    return [];
  }
  const { spread, flat, names, list, optional, fallback } = parse(token);
  if (list || spread) {
    const tensors = inputs.series(names[0]);
    tensors.forEach((_, i) => used.add(`${names[0]}${i}`));
    return spread ? tensors : [tensors];
  }
  const input = names.find((name) => inputs.has(name) && !used.has(name));
  if (input !== undefined) {
    used.add(input);
    if (!flat) return [inputs.value(input)];
    options.shape = inputs.shapeOf(input);
    return [inputs.ints(input)];
  }
  const option = names.find((name) => inputs.options.has(name));
  if (option !== undefined) {
    used.add(option);
    const [value] = Object.values(inOurWords([[option, inputs.options.raw(option)]]));
    return [value ?? null];
  }
  if (fallback !== undefined) return [JSON.parse(fallback)];
  if (optional) return [undefined];
  throw new Error(`the case has neither input nor option ${names.join(" or ")}`);
}

function parse(token: string): {
  spread: boolean;
  flat: boolean;
  names: readonly string[];
  list: boolean;
  optional: boolean;
  fallback: string | undefined;
} {
  const [, prefix, name, suffix, fallback] = /^(\.\.\.|#)?([^*?=]+)([*?])?(?:=(.*))?$/.exec(token) ?? [];
  return {
    spread: prefix === "...",
    flat: prefix === "#",
    names: name.split("|").flatMap((word) => SYNONYMS[word] ?? [word]),
    list: suffix === "*",
    optional: suffix === "?",
    fallback,
  };
}

/** What a function returned, under the names the case has for it. */
function results(value: unknown, inputs: Inputs): Computed {
  const wanted = Object.keys(inputs.case.outputs ?? {});
  // Buffers that are updated in place are inputs and outputs.
  const inPlace = wanted.filter((name) => inputs.has(name)).map((name) => [name, inputs.tensor(name)]);
  const [only = "out"] = wanted.filter((name) => !inputs.has(name));
  return { outputs: { ...named(value, only), ...Object.fromEntries(inPlace) } };
}

function named(value: unknown, only: string): Record<string, Result> {
  if (value instanceof Tensor || typeof value === "number" || ArrayBuffer.isView(value))
    return { [only]: value as Result };
  if (Array.isArray(value)) return Object.fromEntries(value.map((piece, i) => [`out${i}`, piece as Result]));
  return { ...(value as Record<string, Result>) };
}
