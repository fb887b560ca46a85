import { ArgumentError, checkInteger, checkOptions, formatValue, isList } from "@rewind/autograd";

/** What a setting must be; throws if it is not. `who` is the optimizer's or schedule's name. */
export type Rule<T> = (who: string, name: string, value: unknown) => T;

/** One rule for each setting: the list of what is accepted. */
export type Rules<Settings> = { readonly [Name in keyof Settings]-?: Rule<Settings[Name]> };

/** A finite number of at least `min`. */
export function atLeast(min: number): Rule<number> {
  return (who, name, value) => {
    if (typeof value === "number" && Number.isFinite(value) && value >= min) return value;
    throw new ArgumentError(`${who}: ${name} must be a finite number >= ${min}, got ${formatValue(value)}`);
  };
}

/** A finite number above `min` and, if given, below `max`. */
export function within(min: number, max: number = Infinity): Rule<number> {
  return (who, name, value) => {
    if (typeof value === "number" && value > min && value < max) return value;
    const bounds = max === Infinity ? `a finite number > ${min}` : `a number > ${min} and < ${max}`;
    throw new ArgumentError(`${who}: ${name} must be ${bounds}, got ${formatValue(value)}`);
  };
}

/** A whole number of at least `min`. */
export function whole(min: number): Rule<number> {
  return (who, name, value) => checkInteger(who, name, value as number, min);
}

/** Any finite number. */
export const finite: Rule<number> = (who, name, value) => {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new ArgumentError(`${who}: ${name} must be a finite number, got ${formatValue(value)}`);
};

/** A decay rate: a number in [0, 1). */
export const decayRate: Rule<number> = (who, name, value) => {
  if (typeof value === "number" && value >= 0 && value < 1) return value;
  throw new ArgumentError(`${who}: ${name} must be a number in [0, 1), got ${formatValue(value)}`);
};

/** A smoothing constant: a number in [0, 1]. */
export const fraction: Rule<number> = (who, name, value) => {
  if (typeof value === "number" && value >= 0 && value <= 1) return value;
  throw new ArgumentError(`${who}: ${name} must be a number from 0 to 1, got ${formatValue(value)}`);
};

/** Two numbers, each with a rule of its own. */
export function pair(first: Rule<number>, second: Rule<number>): Rule<readonly [number, number]> {
  return (who, name, value) => {
    if (!isList(value) || value.length !== 2) {
      throw new ArgumentError(`${who}: ${name} must be a pair of numbers, got ${formatValue(value)}`);
    }
    return [first(who, `${name}[0]`, value[0]), second(who, `${name}[1]`, value[1])];
  };
}

/** Decay rates of the first and second moment. */
export const betaPair: Rule<readonly [number, number]> = /* @__PURE__ */ pair(decayRate, decayRate);

/** True or false. */
export const flag: Rule<boolean> = (who, name, value) => {
  if (typeof value === "boolean") return value;
  throw new ArgumentError(`${who}: ${name} must be true or false, got ${formatValue(value)}`);
};

/** One of a few words. */
export function oneOf<Word extends string>(...words: readonly Word[]): Rule<Word> {
  return (who, name, value) => {
    if (words.includes(value as Word)) return value as Word;
    const list = words.map((word) => `"${word}"`).join(", ");
    throw new ArgumentError(`${who}: ${name} must be one of ${list}, got ${formatValue(value)}`);
  };
}

/** What `rule` accepts, or null. */
export function orNull<T>(rule: Rule<T>): Rule<T | null> {
  return (who, name, value) => (value === null ? null : rule(who, name, value));
}

/**
 * `given` over `defaults`, each setting checked and copied.
 *
 * @throws ArgumentError for a value outside its domain, one that is missing, or a name that is no setting: a misspelt one
 *   must not quietly mean its default
 */
export function resolveSettings<Settings extends object>(
  who: string,
  rules: Rules<Settings>,
  given: object,
  defaults: Partial<Settings>,
): Settings {
  const names = Object.keys(rules) as (keyof Settings & string)[];
  checkOptions(who, given, names);
  const settings: Partial<Settings> = {};
  for (const name of names) {
    const own = (given as Partial<Settings>)[name];
    settings[name] = rules[name](who, name, own === undefined ? defaults[name] : own);
  }
  return settings as Settings;
}
