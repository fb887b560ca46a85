import {
  ArgumentError,
  ShapeError,
  Tensor,
  checkFlag,
  checkOptions,
  formatShape,
  formatValue,
} from "@rewind/autograd";

/** Which names of a state dict did not find their counterpart. */
export interface LoadResult {
  /** Names the module has and the dict lacks; these kept their values. */
  missing: string[];
  /** Names the dict has and the module lacks; these were left aside. */
  unexpected: string[];
}

/** Options of {@link Module.loadStateDict}. */
export interface LoadOptions {
  /** Whether missing and unexpected names are errors. Wrong shapes always are. Default true. */
  strict?: boolean;
}

/** Copies `dict` into `targets` by name, after everything has been checked: all or nothing. */
export function writeState(
  owner: string,
  targets: ReadonlyMap<string, Tensor>,
  dict: Readonly<Record<string, Tensor>>,
  options: LoadOptions,
): LoadResult {
  checkOptions("loadStateDict", options, ["strict"]);
  checkFlag("loadStateDict", "strict", options.strict);
  if (typeof dict !== "object" || dict === null || dict instanceof Tensor) {
    throw new ArgumentError(`loadStateDict: expected tensors by name, got ${formatValue(dict)}`);
  }
  const strict = options.strict ?? true;
  const missing = [...targets.keys()].filter((name) => !Object.hasOwn(dict, name));
  const unexpected = Object.keys(dict).filter((name) => !targets.has(name));
  const matched = [...targets].filter(([name]) => Object.hasOwn(dict, name));
  const misshaped = matched.flatMap(([name, target]) => clash(name, target, dict[name]));
  if (misshaped.length > 0 || (strict && missing.length + unexpected.length > 0)) {
    const problems = [
      ...(misshaped.length > 0 ? [`mis-shaped: ${misshaped.join("; ")}`] : []),
      ...(strict && missing.length > 0 ? [`missing: ${missing.join(", ")}`] : []),
      ...(strict && unexpected.length > 0 ? [`unexpected: ${unexpected.join(", ")}`] : []),
    ];
    const kind = misshaped.length > 0 && problems.length === 1 ? ShapeError : ArgumentError;
    const remedy =
      misshaped.length > 0
        ? "build the module with the sizes of the checkpoint"
        : "pass { strict: false } to load what fits";
    throw new kind(
      `loadStateDict: the state does not fit ${owner}: ${problems.join(" | ")}; ${remedy}; nothing was written`,
    );
  }
  const sources = unshared(matched, dict);
  matched.forEach(([, target], i) => target.mutate("loadStateDict", (data) => data.set(sources[i])));
  return { missing, unexpected };
}

function clash(name: string, target: Tensor, value: unknown): string[] {
  if (!(value instanceof Tensor)) return [`${name} is ${formatValue(value)}, not a tensor`];
  const fits = value.ndim === target.ndim && value.shape.every((size, i) => size === target.shape[i]);
  return fits ? [] : [`${name} is ${formatShape(value.shape)}, should be ${formatShape(target.shape)}`];
}

/** The data to write, copied where writing one tensor could change another's source: a module loading its own tensors. */
function unshared(
  matched: readonly [string, Tensor][],
  dict: Readonly<Record<string, Tensor>>,
): Tensor["data"][] {
  const written = new Set(matched.map(([, target]) => target.data.buffer));
  return matched.map(([name]) => {
    const { data } = dict[name];
    return written.has(data.buffer) ? data.slice() : data;
  });
}
