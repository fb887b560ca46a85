import { Tensor } from "@rewind/autograd";
import * as internal from "../../packages/autograd/src/internal.ts";
import * as operations from "../../packages/autograd/src/ops/index.ts";
import { isProtected } from "./protected.ts";
import { good } from "./good/index.ts";
import { evaluate, packages } from "./scope.ts";

/** Something that can be called. */
export interface Target {
  /** `nn.Linear.forward`. */
  readonly name: string;
  /** Code of the object whose method it is, or of what is called. */
  readonly subject: string;
  /** Code of a call with `args`. */
  readonly code: (args: string) => string;
  readonly call: (subject: unknown, args: readonly unknown[]) => unknown;
  /** Lists of good arguments, as code. */
  readonly good: readonly string[];
  /** Names by which an error may begin; empty for any that is known. */
  readonly names: readonly string[];
}

type Callable = (...args: unknown[]) => unknown;
type Class = new (...args: unknown[]) => object;

/** What many functions take. */
const COMMON = ["some([2, 3])", "some([2, 3]), some([2, 3])", "some([2, 3]), 1", "", "{ axis: 1 }"];

/** Functions that run what they are given, whose errors are then named by that. */
const CALLERS = new Set([
  "checkpoint", "detectAnomaly", "enableGrad", "noGrad", "grad", "gradcheck", "gradgradcheck", "hessian", "hvp", "jacobian", "jvp",
  "valueAndGrad", "vjp", "updateBN", "functionalCall", "gradcheckModule", "tripletMarginWithDistanceLoss", "unroll", "truncatedBPTT", "mapState", "gateActivations", "gateGradients",
]); // prettier-ignore
/** Classes to be extended: their methods want those of an heir. */
const ABSTRACT = new Set([
  "AttentionDecoder", "AveragedParameters", "CellModule", "LRScheduler", "Optimizer", "RecurrentCell", "RecurrentLayer", "Shown",
]); // prettier-ignore

/** A method that many classes inherit is called on some of them. */
const MOST_HEIRS = 4;
const inherited = new Map<object, number>();

/** Outside of what the packages promise: the siblings' own seam. */
const LEFT_OUT = new Set(Object.keys(internal));

export function allTargets(): Target[] {
  inherited.clear();
  return Object.entries(packages).flatMap(([pkg, exports]) => [
    ...Object.entries(exports).flatMap(([name, value]) => targetsOf(pkg, name, value)),
    ...good[pkg].made.map(([code, ...args]) => functionTarget(code, code, args, [])),
  ]);
}

/** Names of functions, classes and methods, by which errors begin. */
export function allNames(targets: readonly Target[]): ReadonlySet<string> {
  return new Set([
    ...targets.flatMap(({ name, names }) => [...name.split("."), ...names]),
    ...Object.keys(operations),
    "mine",
    "me",
    "AttendingCell",
  ]);
}

function targetsOf(pkg: string, name: string, value: unknown): Target[] {
  const { functions, classes } = good[pkg];
  if (LEFT_OUT.has(name)) return [];
  if (name === "init" || (typeof value === "object" && value !== null))
    return Object.entries(value as object).map(([inner]) =>
      functionTarget(
        `${pkg}.${name}.${inner}`,
        `${pkg}.${name}.${inner}`,
        functions[`${name}.${inner}`] ?? COMMON,
        [inner === "eye" ? "init.identity" : `${name}.${inner}`],
      ),
    );
  if (typeof value !== "function") return [];
  if (!/^[A-Z]/.test(name))
    return [
      functionTarget(
        `${pkg}.${name}`,
        `${pkg}.${name}`,
        functions[name] ?? COMMON,
        CALLERS.has(name) ? [] : [name],
      ),
    ];
  const own = classes[name] ?? ["", "{}", "3, 2"];
  const methods = ABSTRACT.has(name) ? [] : methodsOf(pkg, name, own);
  return [classTarget(pkg, name, own), ...statics(pkg, name, value as Class), ...methods];
}

function functionTarget(
  name: string,
  code: string,
  args: readonly string[],
  names: readonly string[],
): Target {
  return {
    name,
    subject: code,
    code: (list) => `${code}(${list})`,
    call: (subject, list) => (subject as Callable)(...list),
    good: args,
    names,
  };
}

function classTarget(pkg: string, name: string, args: readonly string[]): Target {
  return {
    name: `${pkg}.${name}`,
    subject: `${pkg}.${name}`,
    code: (list) => `new ${pkg}.${name}(${list})`,
    call: (subject, list) => new (subject as Class)(...list),
    good: args,
    // What others extend is told whom its errors name.
    names: ABSTRACT.has(name) ? [".*"] : [],
  };
}

function statics(pkg: string, name: string, value: Class): Target[] {
  return Object.getOwnPropertyNames(value)
    .filter(
      (key) =>
        typeof (value as unknown as Record<string, unknown>)[key] === "function" && key !== "prototype",
    )
    .map((key) => methodTarget(`${pkg}.${name}.${key}`, `${pkg}.${name}`, key, COMMON));
}

/** Methods, getters and setters of an object made with good arguments. */
function methodsOf(pkg: string, name: string, args: readonly string[]): Target[] {
  const { methods, receivers } = good[pkg];
  const subjects = receivers[name] ?? args.map((list) => `new ${pkg}.${name}(${list})`);
  return subjects.flatMap((subject) => {
    let object: object;
    try {
      object = evaluate(subject) as object;
    } catch {
      return [];
    }
    return [...members(object)].flatMap(([key, { value, get, set }]) => {
      const times = inherited.get((value ?? get ?? set) as object) ?? 0;
      if (times >= MOST_HEIRS || isProtected(object, key)) return [];
      inherited.set((value ?? get ?? set) as object, times + 1);
      const full = `${pkg}.${name}.${key}`;
      const operation = pkg === "autograd" ? own(good.autograd.functions, key)?.map(withoutFirst) : undefined;
      const lists = own(methods, `${name}.${key}`) ?? own(methods, key) ?? operation ?? COMMON;
      if (typeof value === "function") return [methodTarget(full, subject, key, lists)];
      return [
        ...(get === undefined ? [] : [propertyTarget(full, subject, key, false, [""])]),
        ...(set === undefined ? [] : [propertyTarget(full, subject, key, true, lists)]),
      ];
    });
  });
}

/** What an object inherits and has, but for what every object has; of a Parameter and the like, not a tensor's again. */
function members(object: object): Map<string, PropertyDescriptor> {
  const found = new Map<string, PropertyDescriptor>();
  for (let at: object | null = object; at !== null && at !== Object.prototype && at !== Error.prototype;) {
    if (at === Tensor.prototype && Object.getPrototypeOf(object) !== at) break;
    for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(at)))
      if (key !== "constructor" && !found.has(key)) found.set(key, descriptor);
    at = Object.getPrototypeOf(at) as object | null;
  }
  return found;
}

function methodTarget(name: string, subject: string, key: string, args: readonly string[]): Target {
  return {
    name,
    subject,
    code: (list) => `${subject}.${key}(${list})`,
    call: (object, list) => (object as Record<string, Callable>)[key](...list),
    good: args,
    // Who writes is the caller's to say.
    names: key === "mutate" ? [".*"] : [],
  };
}

function propertyTarget(
  name: string,
  subject: string,
  key: string,
  sets: boolean,
  args: readonly string[],
): Target {
  return {
    name,
    subject,
    code: (list) => (sets ? `(${subject}).${key} = [${list}][0]` : `${subject}.${key}`),
    call: (object, [value]) => {
      const record = object as Record<string, unknown>;
      if (!sets) return record[key];
      record[key] = value;
      return undefined;
    },
    good: args,
    names: [],
  };
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** An operation's arguments but for the tensor whose method it is. */
function withoutFirst(args: string): string {
  let depth = 0;
  for (let i = 0; i < args.length; i++) {
    if ("([{".includes(args[i])) depth++;
    if (")]}".includes(args[i])) depth--;
    if (args[i] === "," && depth === 0) return args.slice(i + 1).trim();
  }
  return "";
}
