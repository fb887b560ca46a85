import {
  ArgumentError,
  ShapeError,
  checkData,
  checkFlag,
  checkOptions,
  formatShape,
  formatValue,
  fromAnotherCopy,
  isTensor,
  readable,
  tensor,
  type Tensor,
  type TensorJSON,
} from "@rewind/autograd";

/** Which names of a state dict did not find their counterpart. */
export interface LoadResult {
  /** Names the module has and the dict lacks; these kept their values, unless a shared tensor came under another of its names. */
  missing: string[];
  /** Names the dict has and the module lacks; these were left aside. */
  unexpected: string[];
}

/** Options of {@link Module.loadStateDict}. */
export interface LoadOptions {
  /** Whether missing and unexpected names are errors. Wrong shapes always are. Default true. */
  strict?: boolean;
}

/** A state as it is given: tensors, or what JSON made of them. */
type Given = Readonly<Record<string, Tensor | TensorJSON>>;

/** Copies `dict` into `targets` by name, after everything has been checked: all or nothing. */
export function writeState(
  owner: string,
  targets: ReadonlyMap<string, Tensor>,
  dict: Given,
  options: LoadOptions,
): LoadResult {
  checkOptions("loadStateDict", options, ["strict"]);
  checkFlag("loadStateDict", "strict", options.strict);
  checkDict(targets, dict);
  const strict = options.strict ?? true;
  const given = new Map(
    [...targets.keys()].flatMap((name): [string, unknown][] =>
      Object.hasOwn(dict, name) ? [[name, read(dict[name])]] : [],
    ),
  );
  // A tensor shared between places is there if one of its names is.
  const filled = new Set([...given.keys()].map((name) => targets.get(name)));
  const absent = [...targets.keys()].filter((name) => !given.has(name));
  const missing = absent.filter((name) => !filled.has(targets.get(name)));
  const unexpected = Object.keys(dict).filter((name) => !targets.has(name));
  const misshaped = [...given].flatMap(([name, value]) => clash(name, targets.get(name) as Tensor, value));
  if (misshaped.length > 0 || (strict && missing.length + unexpected.length > 0)) {
    const problems = [
      ...(misshaped.length > 0 ? [`mis-shaped: ${listed(misshaped, "; ")}`] : []),
      ...(strict && missing.length > 0 ? [`missing: ${listed(missing)}`] : []),
      ...(strict && unexpected.length > 0 ? [`unexpected: ${listed(unexpected)}`] : []),
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
  const written = new Set([...given.keys()].map((name) => (targets.get(name) as Tensor).data.buffer));
  // Copied where writing one tensor could change another's source: a module loading its own tensors.
  const sources = [...given].map(([name, value]): [string, Tensor["data"]] => {
    const { data } = value as Tensor;
    return [name, written.has(data.buffer) ? data.slice() : data];
  });
  for (const [name, values] of sources)
    (targets.get(name) as Tensor).mutate("loadStateDict", (data) => data.set(values));
  return { missing: strict ? missing : absent, unexpected };
}

/** Refuses what cannot be tensors by name, before anybody lists a file's bytes. */
function checkDict(targets: ReadonlyMap<string, Tensor>, dict: unknown): void {
  const refuse = (remedy: string): never => {
    throw new ArgumentError(`loadStateDict: expected tensors by name, got ${formatValue(dict)}${remedy}`);
  };
  if (readable(dict) === undefined) refuse("");
  if (ArrayBuffer.isView(dict) || dict instanceof ArrayBuffer)
    refuse("; of a file's bytes, pass loadSafetensors(bytes).tensors");
  if (dict instanceof Map) refuse("; pass Object.fromEntries(map)");
  if (typeof dict !== "object" || dict === null || Array.isArray(dict) || isTensor(dict)) refuse("");
  const { stateDict, tensors } = dict as { stateDict?: unknown; tensors?: unknown };
  if (typeof stateDict === "function") refuse("; pass its stateDict()");
  if (typeof tensors === "object" && !isTensor(tensors) && !targets.has("tensors"))
    refuse("; of what loadSafetensors returns, pass tensors");
  if (fromAnotherCopy(dict) !== null || Symbol.iterator in (dict as object)) refuse("");
}

function read(value: unknown): unknown {
  const { shape, data } = (value ?? {}) as Partial<TensorJSON>;
  const isJSON = !isTensor(value) && Array.isArray(shape) && Array.isArray(data);
  return isJSON ? tensor(value as TensorJSON) : value;
}

function clash(name: string, target: Tensor, value: unknown): string[] {
  if (!isTensor(value)) return [`${name} is ${formatValue(value)}, not a tensor`];
  checkData(`loadStateDict: ${name}`, value);
  const fits = value.ndim === target.ndim && value.shape.every((size, i) => size === target.shape[i]);
  return fits ? [] : [`${name} is ${formatShape(value.shape)}, should be ${formatShape(target.shape)}`];
}

/** The first of many names: a message is to be read. */
function listed(names: readonly string[], separator: string = ", "): string {
  let text = "";
  for (const [i, name] of names.entries()) {
    if (text.length + name.length > 500 && i > 0) return `${text} and ${names.length - i} more`;
    text += (i === 0 ? "" : separator) + (name.length > 300 ? `${name.slice(0, 300)}…` : name);
  }
  return text;
}
