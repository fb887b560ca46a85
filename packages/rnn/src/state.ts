import type { Tensor } from "@rewind/autograd";
import {
  ArgumentError,
  checkData,
  formatShape,
  formatValue,
  isList,
  isTensor,
  refuseExtra,
} from "@rewind/autograd";

/**
 * What a cell carries from step to step: a Tensor, or arrays and plain objects of them, nested at will. A type of a
 * state must be a `type`, not an `interface`: interfaces have no index signature.
 */
export type StateTree = Tensor | readonly StateTree[] | { readonly [key: string]: StateTree };

/** A tree of the same form whose leaves hold one tensor per row of the original leaf. */
export type Rows<S> = S extends Tensor ? Tensor[] : { readonly [K in keyof S]: Rows<S[K]> };

/**
 * What the tensors of a state are called: the keys that lead to them, joined by dots, `"state"` for a bare Tensor. Of an
 * array, whose length types do not know, both the names of its rows (`"h.0"`) and that of an only row (`"h"`).
 */
export type StateNames<S> =
  // Bounded here: older compilers look for the bound of a type they do not know yet, and get lost in the recursion.
  (
    StateTree extends S
      ? string
      : [S] extends [never]
        ? string
        : NamesBelow<S, S extends readonly unknown[] ? "state" : "", []>
  ) extends infer Names extends string
    ? Names
    : never;

/** `Above` counts levels: below the eighth, names are any. */
type NamesBelow<S, Name extends string, Above extends readonly 0[]> = Above["length"] extends 8
  ? string
  : S extends Tensor
    ? Name extends ""
      ? "state"
      : Name
    : S extends readonly [infer Only]
      ? NamesBelow<Only, Name, [...Above, 0]>
      : S extends readonly unknown[]
        ? number extends S["length"]
          ? NamesBelow<S[number], Name | `${Name}.${number}`, [...Above, 0]>
          : { [K in keyof S & `${number}`]: NamesBelow<S[K], `${Name}.${K}`, [...Above, 0]> }[keyof S &
              `${number}`]
        : {
            [K in keyof S & string]: NamesBelow<S[K], Name extends "" ? K : `${Name}.${K}`, [...Above, 0]>;
          }[keyof S & string];

/** One tensor of a state, and the keys that lead to it: `"h"`, `"layers.0.c"`; `""` where the state is a bare Tensor. */
export interface StateLeaf {
  readonly path: string;
  readonly tensor: Tensor;
}

/**
 * The tensors of a state, depth first, objects in the order of their keys.
 *
 * @example
 * flattenState({ h, layers: [{ c }] }).map(({ path }) => path); // ["h", "layers.0.c"]
 * @throws ArgumentError if something in the tree is neither a Tensor nor an array nor a plain object
 */
export function flattenState(state: StateTree): StateLeaf[] {
  if (arguments.length > 1) refuseExtra("flattenState", arguments, 1);
  return leavesOf("flattenState", state);
}

/** As {@link flattenState}, for a function that its error names. @internal */
export function leavesOf(who: string, state: unknown): StateLeaf[] {
  const leaves: StateLeaf[] = [];
  visit(who, state, "", (tensor, path) => {
    checkData(who, tensor);
    leaves.push({ path, tensor });
    return tensor;
  });
  return leaves;
}

/**
 * A state of the same form with `fn` applied to every tensor.
 *
 * @example
 * const halved = mapState({ h, c }, (tensor) => tensor.mul(0.5));
 * @throws ArgumentError if something in the tree is neither a Tensor nor an array nor a plain object, or `fn` no function
 */
export function mapState<S extends StateTree>(state: S, fn: (tensor: Tensor, path: string) => Tensor): S {
  if (arguments.length > 2) refuseExtra("mapState", arguments, 2);
  if (typeof fn !== "function")
    throw new ArgumentError(`mapState: the second argument must be a function, got ${formatValue(fn)}`);
  return visit("mapState", state, "", fn) as S;
}

/**
 * The same values without history: gradients stop here. Called between windows of truncated backpropagation.
 *
 * @example
 * const { outputs, state: next } = lstm.forward(window, { state });
 * state = detachState(next);
 * @throws ArgumentError if something in the tree is neither a Tensor nor an array nor a plain object
 */
export function detachState<S extends StateTree>(state: S): S {
  if (arguments.length > 1) refuseExtra("detachState", arguments, 1);
  return visit("detachState", state, "", (tensor) => {
    checkData("detachState", tensor);
    return tensor.detach();
  }) as S;
}

/** Makes a tree of a state's form from what is to hang in the places of its tensors. @internal */
export type StateBuilder = (leaves: readonly unknown[]) => unknown;

/** For many states of one form: looks at the form once. @internal */
export function stateBuilder(form: StateTree): StateBuilder {
  let count = 0;
  const builder = (tree: StateTree): StateBuilder => {
    if (isTensor(tree)) {
      const at = count++;
      return (leaves) => leaves[at];
    }
    if (Array.isArray(tree)) {
      const parts = (tree as readonly StateTree[]).map(builder);
      return (leaves) => parts.map((part) => part(leaves));
    }
    const parts = Object.entries(tree).map(([key, below]) => [key, builder(below)] as const);
    return (leaves) => {
      const state: Record<string, unknown> = {};
      for (const [key, part] of parts) state[key] = part(leaves);
      return state;
    };
  };
  return builder(form);
}

/** Combines states of one form leaf by leaf. @internal */
export function zipStates<S extends StateTree, R>(
  states: readonly S[],
  combine: (tensors: Tensor[], path: string) => R,
): unknown {
  const lists = states.map((state) => flattenState(state));
  let next = 0;
  const build = (tree: StateTree): unknown => {
    if (isTensor(tree)) {
      const at = next++;
      return combine(
        lists.map((list) => list[at].tensor),
        lists[0][at].path,
      );
    }
    if (isList(tree)) return (tree as readonly StateTree[]).map(build);
    return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, build(value)]));
  };
  return build(states[0]);
}

/**
 * Describes how `state` differs from `expected` in form or shapes, or returns null. Used at the door of every function
 * that takes a state; `who` it is says the error of what is no state at all.
 * @internal
 */
export function stateMismatch(who: string, state: unknown, expected: StateTree): string | null {
  const wanted = leavesOf(who, expected);
  const given = leavesOf(who, state);
  for (let i = 0; i < Math.max(wanted.length, given.length); i++) {
    const want = wanted[i] as StateLeaf | undefined;
    const got = given[i] as StateLeaf | undefined;
    if (want === undefined || got === undefined || want.path !== got.path) {
      return `has ${list(given)} where ${list(wanted)} is expected`;
    }
    const { shape } = got.tensor;
    if (shape.length !== want.tensor.ndim || shape.some((size, axis) => size !== want.tensor.shape[axis])) {
      return `has ${got.path === "" ? "" : `"${got.path}" of `}shape ${formatShape(shape)} where ${formatShape(want.tensor.shape)} is expected`;
    }
  }
  return null;
}

/**
 * Checks that a start, if given, can be a state at all: null would not be the same as none.
 * @internal
 */
export function checkStart(who: string, state: unknown): void {
  if (typeof state === "object" && state !== null) return;
  throw new ArgumentError(
    `${who}: the state must be a Tensor, or an array or plain object of them, got ${formatValue(state)}; leave it out to ` +
      `start from the initial state`,
  );
}

function list(leaves: readonly StateLeaf[]): string {
  if (leaves.length === 0) return "no tensors";
  return leaves[0].path === "" ? "a bare Tensor" : `{ ${leaves.map((leaf) => leaf.path).join(", ")} }`;
}

/** A state by its path, for error messages. @internal */
export function described(path: string): string {
  return path === "" ? "a state" : `the state "${path}"`;
}

/** Deeper than any cell's state. */
const MOST_LEVELS = 64;

function visit(
  who: string,
  tree: unknown,
  path: string,
  fn: (tensor: Tensor, path: string) => Tensor,
  depth: number = 0,
): StateTree {
  if (isTensor(tree)) return fn(tree, path);
  if (depth > MOST_LEVELS)
    throw new ArgumentError(`${who}: a state nested more than ${MOST_LEVELS} deep; does it contain itself?`);
  const below = (key: string | number): string => (path === "" ? String(key) : `${path}.${key}`);
  if (isList(tree)) return Array.from(tree, (value, i) => visit(who, value, below(i), fn, depth + 1));
  if (isPlain(tree)) {
    return Object.fromEntries(
      Object.entries(tree).map(([key, value]) => [key, visit(who, value, below(key), fn, depth + 1)]),
    );
  }
  throw new ArgumentError(
    `${who}: ${path === "" ? "a state" : `"${path}"`} must be a Tensor, or an array or plain object of them, got ${formatValue(tree)}`,
  );
}

/** Whether something is an object without a class, such as a state may hold. @internal */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  try {
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === null || prototype === Object.prototype;
  } catch {
    // A proxy that has been revoked.
    return false;
  }
}
