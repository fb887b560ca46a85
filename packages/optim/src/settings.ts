import { ArgumentError, formatValue } from "@rewind/autograd";

/** What a setting must be; throws if it is not. `who` is the optimizer's name. */
export type Rule<T> = (who: string, name: string, value: unknown) => T;

/** One rule for each setting: the list of what an optimizer accepts. */
export type Rules<Settings> = { readonly [Name in keyof Settings]: Rule<Settings[Name]> };

/** A finite number of at least `min`. */
export function atLeast(min: number): Rule<number> {
  return (who, name, value) => {
    if (typeof value === "number" && Number.isFinite(value) && value >= min) return value;
    throw new ArgumentError(`${who}: ${name} must be a finite number >= ${min}, got ${formatValue(value)}`);
  };
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

/** Decay rates of the first and second moment. */
export const betaPair: Rule<readonly [number, number]> = (who, name, value) => {
  if (!Array.isArray(value) || value.length !== 2) {
    throw new ArgumentError(`${who}: ${name} must be a pair of numbers in [0, 1), got ${formatValue(value)}`);
  }
  return [decayRate(who, `${name}[0]`, value[0]), decayRate(who, `${name}[1]`, value[1])];
};

/** True or false. */
export const flag: Rule<boolean> = (who, name, value) => {
  if (typeof value === "boolean") return value;
  throw new ArgumentError(`${who}: ${name} must be true or false, got ${formatValue(value)}`);
};

/**
 * `given` over `defaults`, each setting checked and copied.
 *
 * @throws ArgumentError for a value outside its domain, or a name that is no setting
 */
export function resolveSettings<Settings extends object>(
  who: string,
  rules: Rules<Settings>,
  given: object,
  defaults: Settings,
): Settings {
  if (typeof given !== "object" || given === null) {
    throw new ArgumentError(`${who}: options must be an object, got ${formatValue(given)}`);
  }
  const names = Object.keys(rules) as (keyof Settings & string)[];
  for (const name of Object.keys(given)) {
    if (!(names as string[]).includes(name)) {
      throw new ArgumentError(`${who}: unknown option ${formatValue(name)}; it takes ${names.join(", ")}`);
    }
  }
  const settings: Partial<Settings> = {};
  for (const name of names) {
    settings[name] = rules[name](who, name, (given as Partial<Settings>)[name] ?? defaults[name]);
  }
  return settings as Settings;
}
