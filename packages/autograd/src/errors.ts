import { inNotebook } from "./notebook.ts";

/**
 * Base of every error this framework throws on purpose. The message leads with the operation, then the
 * shapes or values that clash, then what to do about it.
 *
 * @example
 * try {
 *   matmul(a, b);
 * } catch (error) {
 *   if (error instanceof RewindError) console.error(error.message); // "matmul: [32, 64] x [128, 10]: …"
 * }
 */
export class RewindError extends Error {
  constructor(message: string) {
    super(shortened(message));
    this.name = new.target.name;
  }
}

// A notebook's cell shows what went wrong and what to do; the frames of kernel and framework would bury it.
Object.defineProperty(RewindError.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: RewindError): string | RewindError {
    return inNotebook() ? `${this.name}: ${this.message}` : this;
  },
});

/** Shapes, axes or sizes that do not fit together. */
export class ShapeError extends RewindError {}

/** Data of a kind a tensor cannot hold, or indices that are not integers. */
export class DtypeError extends RewindError {}

/** A misuse of the recorded graph: a second backward, a write to saved data, a gradient of a non-scalar. */
export class GraphError extends RewindError {}

/** An argument outside its domain: a negative learning rate, an index out of range, an unknown option. */
export class ArgumentError extends RewindError {}

/** Characters of the longest message: what is longer loses its middle, not the remedy at its end. */
const LONGEST = 2000;

function shortened(message: unknown): string {
  const text = typeof message === "string" ? message : formatValue(message);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 600)} … ${text.slice(-500)}`;
}

/** `[2, 3]`, as shapes appear in messages. */
export function formatShape(shape: readonly number[]): string {
  if (shape.length <= 16) return `[${shape.join(", ")}]`;
  return `[${shape.slice(0, 8).join(", ")}, … (${shape.length} axes)]`;
}

/** Names in a message, the first of them if there are many. */
export function formatNames(names: readonly string[]): string {
  if (names.length <= 20) return names.map((name) => clipped(name, 100)).join(", ");
  return `${formatNames(names.slice(0, 16))} and ${names.length - 16} more`;
}

/** Formats an arbitrary value briefly for an error message. Never throws. */
export function formatValue(value: unknown): string {
  try {
    return clipped(described(value, 0), 300);
  } catch {
    // Getters that throw, revoked proxies.
    return `${typeof value === "function" ? "a function" : "an object"} that cannot be read`;
  }
}

function described(value: unknown, depth: number): string {
  if (typeof value === "string") return JSON.stringify(clipped(value, 100));
  if (typeof value === "function") return `function ${String(value.name || "(anonymous)")}`;
  if (typeof value !== "object" || value === null) return String(value);
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}(${value.byteLength} bytes)`;
  if (Array.isArray(value)) {
    if (value.length > 8 || depth > 2) return `an array of ${value.length}`;
    return `[${Array.from(value, (item) => described(item, depth + 1)).join(", ")}]`;
  }
  const shape = (value as { shape?: unknown }).shape;
  if (Array.isArray(shape)) return `a tensor of shape ${formatShape(shape as number[])}`;
  return value.constructor === Object || typeof value.constructor !== "function"
    ? formatKeys(Object.keys(value))
    : String(value.constructor.name || "an object");
}

function clipped(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}

/** `{ outputs, state }`: what a plain object holds tells what was passed by mistake. */
function formatKeys(keys: readonly string[]): string {
  if (keys.length === 0) return "{}";
  const shown = keys.slice(0, 4).map((key) => clipped(key, 40));
  return `{ ${shown.join(", ")}${keys.length > 4 ? ", …" : ""} }`;
}
