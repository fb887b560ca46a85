import { ArgumentError, formatValue } from "../errors.ts";
import { nearest } from "./nearest.ts";

/** Checks that a function's last argument is a plain object with known names only. @internal */
export function checkOptions(op: string, options: unknown, known: readonly string[]): void {
  const names = namesIn(options);
  if (names === null) {
    throw new ArgumentError(
      `${op}: options must be an object such as { ${known[0] ?? ""}: … }, got ${formatValue(options)}` +
        (typeof options === "number" ? "; the sizes of a shape go in one array" : ""),
    );
  }
  for (const name of names) {
    if (known.includes(name)) continue;
    const meant = nearest(name, known);
    throw new ArgumentError(
      `${op}: unknown option ${formatValue(name)}; it takes ${known.join(", ") || "none"}${meant === null ? "" : `; did you mean ${meant}?`}`,
    );
  }
}

function namesIn(options: unknown): string[] | null {
  try {
    return typeof options !== "object" || options === null || Array.isArray(options) || "mutate" in options
      ? null
      : Object.keys(options);
  } catch {
    // A proxy that has been revoked.
    return null;
  }
}

/** Checks an option that must be a number, neither NaN nor infinite. @internal */
export function checkFinite(op: string, name: string, value: unknown): number {
  if (!Number.isFinite(value))
    throw new ArgumentError(`${op}: ${name} must be a finite number, got ${formatValue(value)}`);
  return value as number;
}

/** Checks an option that is on or off, if given. @internal */
export function checkFlag(op: string, name: string, value: unknown): void {
  if (value !== undefined && typeof value !== "boolean")
    throw new ArgumentError(`${op}: ${name} must be true or false, got ${formatValue(value)}`);
}

/** Checks options that are on or off, those that are given. @internal */
export function checkFlags(op: string, options: object, names: readonly string[]): void {
  for (const name of names) checkFlag(op, name, (options as Readonly<Record<string, unknown>>)[name]);
}

/** Checks an argument that is to be called. @internal */
export function checkFunction(op: string, name: string, value: unknown): void {
  if (typeof value !== "function")
    throw new ArgumentError(`${op}: ${name} must be a function, got ${formatValue(value)}`);
}
