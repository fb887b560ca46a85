/** A property as it was: its value and, if that is a list or a collection, how much was in it. */
interface Mark {
  readonly value: unknown;
  readonly extent: number;
}

/**
 * What a cell, and the cells it is made of, hold of their own: to see whether a step leaves something there, such as a count,
 * the attention it paid or a line of a log. Such a step is to be taken T times, on real values.
 * @internal
 */
export class Marks {
  readonly #before: ReadonlyMap<object, ReadonlyMap<PropertyKey, Mark>>;

  constructor(cell: object) {
    this.#before = new Map([...partsOf(cell)].map((part) => [part, marksOf(part)]));
  }

  /** Puts everything back; returns the name of a property that had changed, or null if none had. */
  undo(): string | null {
    let changed: PropertyKey | null = null;
    for (const [part, marks] of this.#before) {
      for (const [key, { value }] of marksOf(part)) {
        const before = marks.get(key);
        if (before !== undefined && Object.is(before.value, value) && before.extent === extentOf(value))
          continue;
        changed ??= key;
        if (before === undefined) Reflect.deleteProperty(part, key);
        else {
          Reflect.set(part, key, before.value);
          shorten(before.value, before.extent);
        }
      }
    }
    return typeof changed === "symbol"
      ? (changed.description ?? "")
      : changed === null
        ? null
        : String(changed);
  }
}

/** A cell and the cells among its properties, theirs too. */
function partsOf(cell: object, parts: Set<object> = new Set()): Set<object> {
  if (parts.has(cell)) return parts;
  parts.add(cell);
  for (const { value } of marksOf(cell).values())
    for (const inner of Array.isArray(value) ? (value as unknown[]) : [value])
      if (isCell(inner)) partsOf(inner, parts);
  return parts;
}

function isCell(value: unknown): value is object {
  return (
    typeof value === "object" && value !== null && typeof (value as { step?: unknown }).step === "function"
  );
}

function marksOf(owner: object): Map<PropertyKey, Mark> {
  const marks = new Map<PropertyKey, Mark>();
  for (const key of Reflect.ownKeys(owner)) {
    const property = Reflect.getOwnPropertyDescriptor(owner, key);
    if (property !== undefined && "value" in property)
      marks.set(key, { value: property.value, extent: extentOf(property.value) });
  }
  return marks;
}

function extentOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return value instanceof Map || value instanceof Set ? value.size : 0;
}

/** Takes away what was added at the end. */
function shorten(value: unknown, extent: number): void {
  if (Array.isArray(value)) value.length = Math.min(value.length, extent);
  else if (value instanceof Map || value instanceof Set)
    for (const key of [...value.keys()].slice(extent)) value.delete(key);
}
