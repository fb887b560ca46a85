import { numberOf } from "./case.ts";

/**
 * The options of a case, each read by name. A kind that leaves one unread did not know it: {@link assertAllRead} then
 * fails the case.
 */
export class Options {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #read = new Set<string>();

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  /** The value as it stands in the file; undefined if absent. */
  raw(name: string): unknown {
    this.#read.add(name);
    return this.#values[name];
  }

  /** A number; null and absent give the fallback. */
  number(name: string, fallback?: number): number {
    const value = this.raw(name) ?? fallback;
    if (value === undefined) throw new Error(`option ${name} is missing`);
    return numberOf(value);
  }

  /** A number, or undefined if null or absent. */
  maybeNumber(name: string): number | undefined {
    const value = this.raw(name);
    return value === undefined || value === null ? undefined : numberOf(value);
  }

  flag(name: string, fallback: boolean = false): boolean {
    const value = this.raw(name) ?? fallback;
    if (typeof value !== "boolean") throw new Error(`option ${name} must be a boolean`);
    return value;
  }

  text(name: string, fallback?: string): string {
    const value = this.raw(name) ?? fallback;
    if (typeof value !== "string") throw new Error(`option ${name} must be a string`);
    return value;
  }

  list(name: string, fallback?: readonly number[]): number[] {
    const value = this.raw(name) ?? fallback;
    if (Array.isArray(value)) return value.map(numberOf);
    return [numberOf(value)];
  }

  /** `dim`: null or absent for all, a number, or a list. */
  axis(name: string = "dim"): number | number[] | undefined {
    const value = this.raw(name) ?? undefined;
    if (value === undefined || typeof value === "number") return value;
    return this.list(name);
  }

  /** Marks options that only repeat what the tensors' shapes say. */
  ignore(...names: string[]): this {
    for (const name of names) this.#read.add(name);
    return this;
  }

  /** Marks everything as read: for kinds that pass all options on by name to something that refuses unknown ones. */
  entries(): [string, unknown][] {
    return Object.keys(this.#values).map((name) => [name, this.raw(name)]);
  }

  assertAllRead(): void {
    const unread = Object.keys(this.#values).filter((name) => !this.#read.has(name));
    if (unread.length > 0) throw new Error(`unknown option ${unread.join(", ")}`);
  }
}

/** PyTorch's names of options that are more than ours in snake case. */
const RENAMED: Readonly<Record<string, string>> = {
  dim: "axis",
  dims: "axes",
  keepdim: "keepDims",
  min_val: "min",
  max_val: "max",
};

/** Options that only repeat which tensors there are, or how they are computed. */
const IMPLIED: ReadonlySet<string> = new Set([
  "affine",
  "bias",
  "elementwise_affine",
  "track_running_stats",
  "stable",
  "sorted",
  "inplace",
]);

/** Options that are no different from their absence. */
const DEFAULTS: Readonly<Record<string, unknown>> = { padding_mode: "zeros" };

/** Our name of an option: `weight_decay` is `weightDecay`, `T_max` is `tMax`. */
export function ourOption(name: string): string {
  const joined = name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return RENAMED[name] ?? joined[0].toLowerCase() + joined.slice(1);
}

/**
 * Settings in our names. Values stay as they are, but for the strings that stand for numbers; null means that nothing was
 * given.
 */
export function inOurWords(settings: readonly [string, unknown][]): Record<string, unknown> {
  const given = settings.filter(
    ([name, value]) => value !== null && !IMPLIED.has(name) && DEFAULTS[name] !== value,
  );
  return Object.fromEntries(given.map(([name, value]) => [ourOption(name), ourValue(value)]));
}

function ourValue(value: unknown): unknown {
  if (value === "fro") return 2;
  const isNumber = typeof value === "string" && /^(-?(Infinity|inf)|NaN)$/.test(value);
  return isNumber ? numberOf(value) : value;
}
