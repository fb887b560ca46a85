import { ArgumentError, formatValue, isTensor, readable, runtime, type Tensor } from "@rewind/autograd";
import { Parameter } from "./parameter.ts";

/** Keeps a module's own list of buffers in step with the field that holds one. */
export type Rebuffer = (old: Tensor, value: Tensor | null) => void;

/** What a guarded field is read and written by. */
interface Field {
  readonly held: symbol;
  readonly accessor: PropertyDescriptor;
}

type Holder = Record<PropertyKey, unknown>;

const fields = new Map<string, Field>();
const rebuffers = new WeakMap<object, Rebuffer>();

/** By name, not by module: so modules of one class keep one hidden class. */
function fieldOf(key: string): Field {
  let field = fields.get(key);
  if (field === undefined) {
    const held = Symbol(key);
    const accessor: PropertyDescriptor = {
      configurable: true,
      enumerable: true,
      get(this: Holder): unknown {
        return this[held];
      },
      set(this: Holder, value: unknown): void {
        checkAssigned(this, key, this[held], value);
        this[held] = value;
      },
    };
    fields.set(key, (field = { held, accessor }));
  }
  return field;
}

function checkAssigned(owner: object, key: string, old: unknown, value: unknown): void {
  if (runtime.replacing) return;
  const empty = value === null || value === undefined;
  if (!(old instanceof Parameter) && isTensor(old) && (empty || isTensor(value))) {
    rebuffers.get(owner)?.(old, value ?? null);
    return;
  }
  const given = readable(value) as { namedChildren?: unknown } | null | undefined;
  if (empty || given instanceof Parameter || typeof given?.namedChildren === "function") return;
  throw new ArgumentError(
    `${owner.constructor.name}.${key}: must stay a Parameter, got ${formatValue(value)}, which would leave parameters() and ` +
      `the state dict; assign new Parameter(values), write with mutate or loadStateDict, or use functionalCall to compute ` +
      `with other tensors`,
  );
}

/**
 * Puts a watch on the fields that hold a parameter or a buffer: what is assigned there must be registered as well. Class
 * fields are defined, not assigned, so this can be done only once they are there.
 */
export function guardFields(module: object, isBuffer: (value: unknown) => boolean, rebuffer: Rebuffer): void {
  const keys = Object.keys(module);
  const holder = module as Holder;
  const isBare = (key: string): boolean => {
    const value = holder[key];
    return (
      isTensor(value) &&
      (value instanceof Parameter || isBuffer(value)) &&
      "value" in (Object.getOwnPropertyDescriptor(module, key) as PropertyDescriptor)
    );
  };
  const first = keys.findIndex(isBare);
  if (first < 0 || !Object.isExtensible(module)) return;
  rebuffers.set(module, rebuffer);
  const rest = keys.slice(first).filter((key) => Object.getOwnPropertyDescriptor(module, key)?.configurable);
  const guarded = new Set(rest.filter(isBare));
  const old = rest.map((key) => Object.getOwnPropertyDescriptor(module, key) as PropertyDescriptor);
  // Taken off from the last on and put back in order: engines read an object that was changed in place more slowly.
  for (let i = rest.length - 1; i >= 0; i--) delete holder[rest[i]];
  rest.forEach((key, i) => {
    if (!guarded.has(key)) Object.defineProperty(module, key, old[i]);
    else {
      const { held, accessor } = fieldOf(key);
      Object.defineProperty(module, held, { value: old[i].value, writable: true, configurable: true });
      Object.defineProperty(module, key, accessor);
    }
  });
}

/** Runs `fn`, which puts tensors into guarded fields for a while. */
export function replacing<T>(fn: () => T): T {
  const before = runtime.replacing;
  runtime.replacing = true;
  try {
    return fn();
  } finally {
    runtime.replacing = before;
  }
}
