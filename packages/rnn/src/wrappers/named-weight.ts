import {
  ArgumentError,
  ShapeError,
  formatShape,
  formatValue,
  isList,
  isTensor,
  runtime,
  type Tensor,
} from "@rewind/autograd";

/** A weight of a cell, found by its dotted name. @internal */
export interface NamedWeight {
  readonly name: string;
  get(): Tensor;
  set(value: Tensor): void;
}

/** The weights of a cell that `names` lists, checked to be matrices that require gradients. @internal */
export function namedWeights(who: string, cell: object, names: unknown): NamedWeight[] {
  if (!isList(names) || names.length === 0 || new Set(names).size !== names.length)
    throw new ArgumentError(
      `${who}: weights must list names of the cell's weights, each once, got ${formatValue(names)}`,
    );
  return (names as unknown[]).map((name) => namedWeight(who, cell, name));
}

function namedWeight(who: string, cell: object, name: unknown): NamedWeight {
  const keys = typeof name === "string" ? name.split(".") : [];
  const last = keys.pop() ?? "";
  // Looked up anew each time: to() puts other parameters in place.
  const holder = (): Record<string, unknown> => {
    let found: unknown = cell;
    for (const key of keys) found = (found as Record<string, unknown> | null | undefined)?.[key];
    return found as Record<string, unknown>;
  };
  const get = (): Tensor => holder()[last] as Tensor;
  const found: unknown = (holder() as Record<string, unknown> | null | undefined)?.[last];
  if (!isTensor(found))
    throw new ArgumentError(
      `${who}: the cell has no weight ${formatValue(name)}; it has ${tensorsOf(cell).map(formatValue).join(", ")}`,
    );
  if (found.ndim < 2)
    throw new ShapeError(
      `${who}: ${formatValue(name)} of shape ${formatShape(found.shape)} is no matrix; name weights, not biases`,
    );
  return { name: name as string, get, set: (value) => (holder()[last] = value) };
}

/** Runs `fn` with other tensors in the places of weights, and puts these back. @internal */
export function withWeights<T>(weights: readonly NamedWeight[], values: readonly Tensor[], fn: () => T): T {
  const own = weights.map((weight) => weight.get());
  try {
    put(weights, values);
    return fn();
  } finally {
    put(weights, own);
  }
}

/** A module's fields take no tensors for parameters, unless this is said to be for a while. */
function put(weights: readonly NamedWeight[], values: readonly Tensor[]): void {
  const before = runtime.replacing;
  runtime.replacing = true;
  try {
    weights.forEach((weight, i) => weight.set(values[i]));
  } finally {
    runtime.replacing = before;
  }
}

function tensorsOf(cell: object): string[] {
  return Object.entries(cell)
    .filter(([, value]) => isTensor(value))
    .map(([name]) => name);
}
