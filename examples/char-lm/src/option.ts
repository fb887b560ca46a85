import { nearest } from "@rewind/autograd";
import { UserError } from "./user-error.ts";

/** One setting of the command line: what it means, what it is when left out, and which values it takes. */
export interface Option<T> {
  readonly description: string;
  readonly fallback: T;
  /** How the value is named in the help; absent for switches. */
  readonly hint?: string;
  /** Turns what the user typed into a value, or throws a {@link UserError} that says what would be right. */
  parse(flag: string, raw: string | boolean): T;
}

export type OptionTable = Readonly<Record<string, Option<unknown>>>;
export type Values<O extends OptionTable> = {
  -readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never;
};

/** A whole number within bounds, both included. */
export function integer(description: string, fallback: number, min: number, max: number): Option<number> {
  const wants = `a whole number from ${min} to ${max}`;
  return {
    description,
    fallback,
    hint: "N",
    parse: (flag, raw) => numberOf(flag, raw, wants, (x) => Number.isSafeInteger(x) && x >= min && x <= max),
  };
}

/** A number for which `accepts` holds; `wants` says in words which those are. */
export function decimal(
  description: string,
  fallback: number,
  wants: string,
  accepts: (value: number) => boolean,
): Option<number> {
  return { description, fallback, hint: "X", parse: (flag, raw) => numberOf(flag, raw, wants, accepts) };
}

/** One of a few words. */
export function choice<const T extends string>(
  description: string,
  fallback: NoInfer<T>,
  words: readonly T[],
): Option<T> {
  return {
    description,
    fallback,
    hint: words.join("|"),
    parse(flag, raw) {
      const word = words.find((candidate) => candidate === raw);
      if (word === undefined) throw refused(flag, `one of ${words.join(", ")}`, raw);
      return word;
    },
  };
}

/** Any text but none. */
export function text(description: string, fallback: string, hint: string): Option<string> {
  return {
    description,
    fallback,
    hint,
    parse(flag, raw) {
      if (typeof raw !== "string" || raw === "") throw refused(flag, `a value (${hint})`, raw);
      return raw;
    },
  };
}

/** On when given. */
export function toggle(description: string): Option<boolean> {
  return {
    description,
    fallback: false,
    parse(flag, raw) {
      if (typeof raw !== "boolean") throw refused(flag, "no value", raw);
      return raw;
    },
  };
}

/** Values for a whole table, and which of them the user gave. Unknown flags are refused. */
export function readOptions<O extends OptionTable>(
  table: O,
  args: Readonly<Record<string, unknown>>,
): { values: Values<O>; given: ReadonlySet<string> } {
  const given = new Set(Object.keys(args).filter((flag) => flag !== "_"));
  for (const flag of given) {
    if (!Object.hasOwn(table, flag))
      throw new UserError(
        `unknown option ${flag.length === 1 ? "-" : "--"}${flag}; ${didYouMean(flag, Object.keys(table), "--")}--help lists them all`,
      );
  }
  const values: Record<string, unknown> = {};
  for (const [flag, option] of Object.entries(table)) {
    values[flag] = given.has(flag) ? option.parse(flag, args[flag] as string | boolean) : option.fallback;
  }
  return { values: values as Values<O>, given };
}

/** What was probably meant, as the beginning of a remedy; empty if nothing is near. */
export function didYouMean(word: string, names: readonly string[], prefix: string = ""): string {
  const meant = nearest(word, names);
  return meant === null ? "" : `did you mean ${prefix}${meant}? `;
}

function numberOf(
  flag: string,
  raw: string | boolean,
  wants: string,
  accepts: (value: number) => boolean,
): number {
  // Number() would also take "", "0x10" and "Infinity".
  const isDecimal = typeof raw === "string" && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(raw);
  const value = isDecimal ? Number(raw) : NaN;
  if (!Number.isFinite(value) || !accepts(value)) throw refused(flag, wants, raw);
  return value;
}

function refused(flag: string, wants: string, raw: string | boolean): UserError {
  const got = raw === "" || raw === true ? "nothing" : raw === false ? `--no-${flag}` : JSON.stringify(raw);
  return new UserError(`--${flag} takes ${wants}, got ${got}`);
}
