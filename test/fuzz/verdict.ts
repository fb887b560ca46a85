import { RewindError, Tensor, backend, defaultGenerator, setBackend } from "@rewind/autograd";
import { Module } from "@rewind/nn";
import { runtime } from "../../packages/autograd/src/runtime.ts";
import { Boom } from "./helpers.ts";
import type { Target } from "./targets.ts";

/** What a call did that no call may do; null for a valid result or a typed error. */
export interface Failure {
  readonly kind:
    | "untyped error"
    | "error without a name"
    | "long message"
    | "invalid result"
    | "changed argument"
    | "global state"
    | "slow";
  readonly detail: string;
}

const SLOWEST_MS = 3000;
const LONGEST_MESSAGE = 2100;

/** Functions whose purpose is to write into their arguments, or to hold on to what they are given. */
const WRITES =
  /\.(init\.\w+|mutate|backward|step|update|swap|loadStateDict|clipGrad\w+|updateBN|gradientFlow|inputInfluence|gateGradients|detach_|\w*[gG]rad\w*|hvp|truncatedBPTT|apply|checkpoint|vjp|noGrad|enableGrad|detectAnomaly|jacobian|hessian|jvp|mapState|unroll|forward|WeightNorm|WeightDrop|functionalCall)\b/;

/** How calls ended that were all right. */
export interface Tally {
  /** By target, with a result. */
  readonly answered: Set<string>;
  answers: number;
  refusals: number;
  /** Arguments that could not even be made. */
  unmade: number;
}

export function newTally(): Tally {
  return { answered: new Set(), answers: 0, refusals: 0, unmade: 0 };
}

/** Performs a call and judges it. */
export async function judge(
  target: Target,
  subject: unknown,
  args: readonly unknown[],
  names: ReadonlySet<string>,
  tally: Tally,
): Promise<Failure | null> {
  const before = WRITES.test(target.name) ? null : args.map((arg) => picture(arg));
  const state = globalState();
  const start = performance.now();
  let failure: Failure | null;
  try {
    const result = target.call(subject, args);
    failure = judgeResult(look(result instanceof Promise ? await result : result));
    tally.answers++;
    tally.answered.add(target.name);
  } catch (error) {
    failure = judgeError(target, error, names);
    tally.refusals++;
  }
  const ms = performance.now() - start;
  const after = globalState();
  if (target.name !== "autograd.setBackend" && after !== state) {
    restoreGlobalState();
    return failure ?? { kind: "global state", detail: `${state} became ${after}` };
  }
  setBackend(firstBackend);
  if (failure !== null) return failure;
  if (ms > SLOWEST_MS) return { kind: "slow", detail: `took ${(ms / 1000).toFixed(1)} s` };
  const changed = before === null ? -1 : args.findIndex((arg, i) => picture(arg) !== before[i]);
  return changed < 0 ? null : { kind: "changed argument", detail: `argument ${changed}` };
}

function judgeError(target: Target, error: unknown, names: ReadonlySet<string>): Failure | null {
  // What an argument throws itself is the caller's.
  if (error instanceof Boom || isOwn(error)) return null;
  if (!(error instanceof RewindError)) return { kind: "untyped error", detail: oneLine(error) };
  if (error.message.length > LONGEST_MESSAGE)
    return { kind: "long message", detail: `${error.message.length} characters: ${oneLine(error)}` };
  const named =
    target.names.length > 0
      ? target.names.some((name) => new RegExp(`^${name}\\b`).test(error.message))
      : names.has(/^[\w$]+/.exec(error.message)?.[0] ?? "");
  return named ? null : { kind: "error without a name", detail: oneLine(error) };
}

/** Whether an error was thrown in the code of an argument. */
function isOwn(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof RewindError) return false;
  const top = /\n\s+at (.*)/.exec(error.stack ?? "")?.[1] ?? "";
  return top.includes("eval at evaluate") || /^Class constructor|'apply' on a proxy/.test(error.message);
}

export function oneLine(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : `threw ${typeof error}`;
  const where = error instanceof Error ? (/\n\s+at (.*)/.exec(error.stack ?? "")?.[1] ?? "") : "";
  return `${text.slice(0, 160).replaceAll("\n", " ")}${error instanceof RewindError ? "" : ` [${where.slice(-90)}]`}`;
}

function judgeResult(result: unknown): Failure | null {
  const problem = problemOf(result, 0);
  return problem === null ? null : { kind: "invalid result", detail: problem };
}

/** A result, after a look at the first entries of what is computed as it is asked for. */
function look(result: unknown): unknown {
  if (typeof result !== "object" || result === null) return result;
  if (
    Array.isArray(result) ||
    ArrayBuffer.isView(result) ||
    result instanceof Tensor ||
    result instanceof Map
  )
    return result;
  if (typeof (result as Partial<Iterable<unknown>>)[Symbol.iterator] !== "function") return result;
  const iterator = (result as Iterable<unknown>)[Symbol.iterator]();
  for (let i = 0; i < 3; i++) if (iterator.next().done === true) break;
  return result;
}

/** What is wrong with a result: a tensor whose data does not fill its shape. */
function problemOf(value: unknown, depth: number): string | null {
  if (typeof value !== "object" || value === null || depth > 4) return null;
  if (value instanceof Tensor) {
    if (value.shape === undefined) return null; // only looks like one
    const size = value.shape.reduce((product, n) => product * n, 1);
    if (!value.shape.every((n) => Number.isSafeInteger(n) && n >= 0 && !Object.is(n, -0)))
      return `a tensor of shape [${value.shape.join(", ").slice(0, 100)}]`;
    if (value.data.length === 0 && size > 0) return null; // transferred away by its owner
    return size === value.data.length
      ? null
      : `${value.data.length} elements of shape [${value.shape.join(", ")}]`;
  }
  if (!Array.isArray(value)) return null;
  for (const item of (value as unknown[]).slice(0, 8)) {
    const problem = problemOf(item, depth + 1);
    if (problem !== null) return problem;
  }
  return null;
}

/** A value as text that differs when it has been written to, as deep as arguments go. */
function picture(value: unknown, depth: number = 0): string {
  try {
    if (value instanceof Tensor) return `t${value.shape.join()}:${value.data.join()}:${value.requiresGrad}`;
    if (ArrayBuffer.isView(value)) return value instanceof DataView ? "" : String(value as Float32Array);
    // A layer by what it holds: its fields may come to be watched.
    if (value instanceof Module) return picture(value.stateDict(), depth);
    if (typeof value !== "object" || value === null || depth > 3) return typeof value;
    if (Array.isArray(value) && value.length > 1000) return String(value.length);
    const keys = Object.keys(value).slice(0, 20);
    return keys
      .map((key) => `${key}=${picture(Object.getOwnPropertyDescriptor(value, key)?.value, depth + 1)}`)
      .join();
  } catch {
    return "";
  }
}

function globalState(): string {
  const { gradEnabled, anomaly, transformDepth, recorder, watcher } = runtime;
  return JSON.stringify({
    gradEnabled,
    anomaly,
    transformDepth,
    recording: recorder !== null,
    watching: watcher !== null,
    backend: backend(),
    generator: defaultGenerator() === firstGenerator,
  });
}

const firstBackend = backend();
const firstGenerator = defaultGenerator();

function restoreGlobalState(): void {
  Object.assign(runtime, {
    gradEnabled: true,
    anomaly: false,
    transformDepth: 0,
    recorder: null,
    watcher: null,
  });
  setBackend(firstBackend);
}
