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

/** The marks of this program's own tensors and modules, by the package they come from. */
const marks = new Map<string, object>();
const markOf = (name: string): symbol => Symbol.for(`${name}/copy`);

/** Marks classes, so that a second copy of their package can tell that their instances come from elsewhere. @internal */
export function brand(name: string, ...prototypes: object[]): void {
  const mark = {};
  if (!marks.has(name)) marks.set(name, mark);
  for (const prototype of prototypes) Object.defineProperty(prototype, markOf(name), { value: mark });
}

/** What is wrong with a tensor or module of another copy of its package, or null. @internal */
export function fromAnotherCopy(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return null;
  for (const [name, mark] of marks) {
    const found = (value as Record<symbol, unknown>)[markOf(name)];
    if (found !== undefined && found !== mark)
      return `two copies of ${name} are loaded: this comes from the other; keep one version (see npm ls ${name}), and load it everywhere by import or everywhere by require`;
  }
  return null;
}

/** Formats an arbitrary value briefly for an error message. Never throws. */
export function formatValue(value: unknown): string {
  try {
    const copy =
      (Array.isArray(value) ? value.slice(0, 8) : [value])
        .map(fromAnotherCopy)
        .find((found) => found !== null) ?? null;
    const text = clipped(described(value, 0), 300);
    return copy === null ? text : `${text} (${copy})`;
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
  if (value.constructor === Object && "elements" in value && "sizes" in value)
    return "a structured clone of a tensor, which is a tensor no longer; clone t.toJSON() instead, and make a tensor of that: tensor(json)";
  const shape = (value as { shape?: unknown }).shape;
  if (Array.isArray(shape) && value.constructor !== Object)
    return `a tensor of shape ${formatShape(shape as number[])}`;
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
