import { runtime, sameShape, type Heap, type Tensor } from "@rewind/autograd";
import { analyse } from "./analysis.ts";
import { codeOf, type Code } from "./code.ts";
import type { LoopShape } from "./forward-code.ts";
import { isSameCode, type Program } from "./program.ts";
import { Refusal } from "./refusal.ts";

/** Code, and the constants it is to be run with. @internal */
export interface Compiled {
  readonly code: Code;
  readonly constants: ReadonlyMap<number, Tensor>;
}

interface Entry {
  readonly program: Program;
  readonly code: Code;
  readonly heap: Heap | null;
  /** Which of x, the states and the constants want a gradient. */
  readonly wants: readonly boolean[];
  /** What the program's constants came from, if that is known. */
  weights: readonly (Tensor | null)[] | null;
  constants: ReadonlyMap<number, Tensor>;
}

/** Programs of one owner: layers and directions, shapes, with gradients and without. */
const MOST_KEPT = 16;

/** Passes that are unrolled after one that was differentiated twice, before replaying is tried again. */
const UNROLLED = 8;

/** What was compiled for one owner, the last used first. @internal */
export class CodeCache {
  readonly #entries: Entry[] = [];
  #unrolled = 0;

  /** Notes that a replayed pass has been laid on the tape after all, to be differentiated twice. */
  noteSecondOrder(): void {
    this.#unrolled = UNROLLED;
  }

  /** Whether the next pass had better be unrolled from the start: it is likely to be differentiated twice too. */
  expectsSecondOrder(): boolean {
    if (this.#unrolled === 0) return false;
    this.#unrolled--;
    return true;
  }

  /** Code made from these very weights for inputs of these shapes. */
  known(
    weights: readonly (Tensor | null)[],
    inputs: readonly Tensor[],
    shape: LoopShape,
    heap: Heap | null,
  ): Compiled | null {
    return this.#use((entry) => {
      const own = entry.weights;
      return (
        own !== null &&
        own.length === weights.length &&
        own.every((weight, i) => weight === weights[i]) &&
        inputs.every(({ shape: size, dtype }, i) => {
          const kind = entry.program.kinds[i];
          return kind.dtype === dtype && sameShape(kind.shape, i === 0 ? size.slice(1) : size);
        }) &&
        serves(entry, shape, heap, wantsOf(inputs, entry.constants))
      );
    });
  }

  /** Code for a program, compiled if need be. */
  code(
    weights: readonly (Tensor | null)[] | null,
    inputs: readonly Tensor[],
    program: Program,
    shape: LoopShape,
    heap: Heap | null,
  ): Compiled {
    const { constants, kinds } = program;
    const wants = wantsOf(inputs, constants);
    const found = this.#use(
      (entry) => serves(entry, shape, heap, wants) && isSameCode(entry.program, program),
    );
    if (found !== null) {
      found.weights = weights;
      found.constants = constants;
      return found;
    }
    if (kinds.some(({ dtype }) => dtype !== kinds[0].dtype)) throw new Refusal("mixes dtypes");
    const numbers = [0, ...inputs.slice(1).map((_, k) => 1 + k), ...constants.keys()];
    const wanted = new Set(numbers.filter((_, i) => wants[i]));
    const code = codeOf(
      analyse(program, (value) => wanted.has(value)),
      shape,
      heap,
    );
    const entry = { program, code, heap, wants, weights, constants };
    this.#entries.unshift(entry);
    this.#entries.length = Math.min(this.#entries.length, MOST_KEPT);
    return entry;
  }

  #use(serving: (entry: Entry) => boolean): Entry | null {
    const i = this.#entries.findIndex(serving);
    if (i < 0) return null;
    const [entry] = this.#entries.splice(i, 1);
    this.#entries.unshift(entry);
    return entry;
  }
}

function serves(entry: Entry, shape: LoopShape, heap: Heap | null, wants: readonly boolean[]): boolean {
  const { steps, reverse, masked, keepStates } = entry.code.shape;
  return (
    steps === shape.steps &&
    reverse === shape.reverse &&
    masked === shape.masked &&
    keepStates === shape.keepStates &&
    entry.heap === heap &&
    entry.wants.every((wanted, i) => wanted === wants[i])
  );
}

function wantsOf(inputs: readonly Tensor[], constants: ReadonlyMap<number, Tensor>): boolean[] {
  return [...inputs, ...constants.values()].map((tensor) => runtime.gradEnabled && tensor.requiresGrad);
}

const caches = new WeakMap<object, CodeCache>();

/** @internal */
export function cacheOf(owner: object): CodeCache {
  let cache = caches.get(owner);
  if (cache === undefined) caches.set(owner, (cache = new CodeCache()));
  return cache;
}
