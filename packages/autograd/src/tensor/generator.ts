import { refuseExtra } from "./arguments.ts";
import { isList, readable } from "./shape.ts";
import { runtime } from "../runtime.ts";
import { ArgumentError, formatValue } from "../errors.ts";

/** All a {@link Generator} knows, as plain data: survives `JSON.stringify`, so a checkpoint can hold it. */
export interface GeneratorState {
  readonly algorithm: "xoshiro128**";
  /** Four whole numbers from 0 to 2³² − 1, not all zero. */
  readonly words: readonly number[];
}

/**
 * A seedable source of random numbers, the same on every platform: only operations that IEEE 754 defines to the
 * last bit are used, never `Math.log` or `Math.cos`, whose last bits differ between engines.
 *
 * The numbers come from xoshiro128** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM
 * TOMS 47, 2021; period 2¹²⁸ − 1), seeded through the hash of SplitMix (Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014) in 32 bits. Not for cryptography.
 *
 * @example
 * const generator = new Generator(42);
 * const state = generator.state();
 * const first = generator.normal();
 * generator.restore(state);
 * generator.normal() === first; // true
 */
export class Generator {
  readonly #words = new Uint32Array(4);

  /**
   * @param seed a safe integer; different seeds give unrelated sequences. Default: an unpredictable one
   * @throws ArgumentError if the seed is not a safe integer, or none is given where the platform gives no random numbers
   */
  constructor(seed?: number) {
    this.#start("Generator", seed === undefined ? entropy() : seed);
  }

  /**
   * Starts the sequence of `seed`, as if newly constructed.
   *
   * @throws ArgumentError if the seed is not a safe integer
   */
  manualSeed(seed: number): this {
    if (arguments.length > 1) refuseExtra("Generator.manualSeed", arguments, 1, true);
    return this.#start("manualSeed", seed);
  }

  #start(who: string, seed: number): this {
    if (!Number.isSafeInteger(seed)) {
      throw new ArgumentError(
        `${who}: seed must be a whole number within ±${Number.MAX_SAFE_INTEGER}, got ${formatValue(seed)}`,
      );
    }
    const low = seed >>> 0;
    const high = Math.floor(seed / 2 ** 32) >>> 0;
    // Hashes of four different numbers: mix is a bijection, so not all four words can be zero.
    for (let i = 0; i < 4; i++) this.#words[i] = mix(mix(low + Math.imul(i + 1, 0x9e3779b9)) ^ high);
    return this;
  }

  /** A number from [0, 1), uniformly: a multiple of 2⁻⁵³. */
  uniform(): number {
    const high = this.#next() >>> 5;
    return (high * 2 ** 26 + (this.#next() >>> 6)) * 2 ** -53;
  }

  /**
   * A number from the standard normal distribution, mean 0 and variance 1.
   *
   * The ratio of uniforms with Leva's bounds ("A fast normal random number generator", ACM TOMS 18, 1992): one
   * attempt in a hundred needs a logarithm, and no second number waits to be part of the state.
   */
  normal(): number {
    for (;;) {
      const u = 1 - this.uniform();
      const v = 1.7156 * (this.uniform() - 0.5);
      const x = u - 0.449871;
      const y = Math.abs(v) + 0.386595;
      const q = x * x + y * (0.196 * y - 0.25472 * x);
      if (q < 0.27597 || (q <= 0.27846 && v * v <= -4 * u * u * exactLog(u))) return v / u;
    }
  }

  /**
   * A whole number from `low` up to but without `high`, each equally likely.
   *
   * @throws ArgumentError if the bounds are not safe integers, or not `low < high`, or 2⁵³ or more apart
   */
  integer(low: number, high: number): number {
    const range = typeof low === "number" && typeof high === "number" ? high - low : NaN;
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(range) || range < 1) {
      throw new ArgumentError(
        `integer: needs whole numbers low < high less than 2^53 apart, got ${formatValue(low)} and ${formatValue(high)}`,
      );
    }
    if (range === 1) return low;
    // As many random bits as the range has; what falls outside is drawn again, so no number is favoured.
    const last = range - 1;
    if (last < 2 ** 32) {
      const shift = Math.clz32(last);
      for (;;) {
        const value = this.#next() >>> shift;
        if (value <= last) return low + value;
      }
    }
    const shift = Math.clz32(last / 2 ** 32);
    for (;;) {
      const value = (this.#next() >>> shift) * 2 ** 32 + this.#next();
      if (value <= last) return low + value;
    }
  }

  /** Where in its sequence this generator is. */
  state(): GeneratorState {
    if (arguments.length > 0) refuseExtra("Generator.state", arguments, 0, true);
    return { algorithm: "xoshiro128**", words: Array.from(this.#words) };
  }

  /**
   * Continues from a state that {@link Generator.state} returned, perhaps in another program.
   *
   * @throws ArgumentError if it is not such a state
   */
  restore(state: GeneratorState): this {
    if (arguments.length > 1) refuseExtra("Generator.restore", arguments, 1, true);
    const { algorithm, words } = (readable(state) ?? {}) as Partial<GeneratorState>;
    const isWord = (word: unknown): boolean => Number.isInteger(word) && word === (word as number) >>> 0;
    if (algorithm !== "xoshiro128**" || !isList(words) || words.length !== 4 || !words.every(isWord)) {
      throw new ArgumentError(
        `restore: not a state of this generator: ${formatValue(state)}; pass what state() returned`,
      );
    }
    if (words.every((word) => word === 0)) {
      throw new ArgumentError("restore: the state is all zeros, from which only zeros would follow");
    }
    this.#words.set(words);
    return this;
  }

  #next(): number {
    runtime.recorder?.refuse("draws random numbers");
    runtime.watcher?.draws(this);
    const words = this.#words;
    const w1 = words[1];
    const product = Math.imul(w1, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const w2 = words[2] ^ words[0];
    const w3 = words[3] ^ w1;
    words[1] = w1 ^ w2;
    words[0] ^= w3;
    words[2] = w2 ^ (w1 << 9);
    words[3] = (w3 << 11) | (w3 >>> 21);
    return result >>> 0;
  }
}

/**
 * The generator that random functions use when none is passed: one per program, even if the program holds
 * several copies of this package.
 *
 * @example
 * const before = defaultGenerator().state();
 */
export function defaultGenerator(): Generator {
  if (arguments.length > 0) refuseExtra("defaultGenerator", arguments, 0);
  return (holder[KEY] ??= new Generator());
}

/**
 * Seeds the default generator, so that everything random after this call is repeatable.
 *
 * @example
 * manualSeed(0);
 * const weights = randn([128, 64]);
 * @throws ArgumentError if the seed is not a safe integer
 */
export function manualSeed(seed: number): Generator {
  if (arguments.length > 1) refuseExtra("manualSeed", arguments, 1);
  // Not by way of an unpredictable seed: there are places where none can be had.
  const generator = holder[KEY] ?? new Generator(0);
  return (holder[KEY] = generator.manualSeed(seed));
}

/** Checks a source of random numbers, if given. @internal */
export function checkGenerator(op: string, generator: unknown): void {
  if (generator === undefined || draws(generator)) return;
  throw new ArgumentError(
    `${op}: generator must be a Generator, got ${formatValue(generator)}; pass new Generator(seed)`,
  );
}

/** Not instanceof: a generator of another copy of this package serves as well, and a proxy of one does not. */
function draws(generator: unknown): boolean {
  try {
    const { uniform, state } = generator as Generator;
    return typeof uniform === "function" && state.call(generator as Generator) !== undefined;
  } catch {
    return false;
  }
}

const KEY = Symbol.for("@rewind/generator");
const holder = globalThis as { [KEY]?: Generator };

function entropy(): number {
  const words = new Uint32Array(2);
  try {
    // Insecure origins and old runtimes have no crypto; nothing here is a secret.
    if (typeof crypto === "undefined") words.forEach((_, i) => (words[i] = Math.random() * 2 ** 32));
    else crypto.getRandomValues(words);
  } catch (error) {
    // Workers at the edge refuse randomness while a module loads.
    throw new ArgumentError(
      `Generator: this platform gives no random numbers here (${String(error)}); call manualSeed(seed) first, or draw them later`,
    );
  }
  return (words[0] >>> 11) * 2 ** 32 + words[1];
}

/** A bijection of the 32-bit integers that leaves no pattern: the finaliser of SplitMix in 32 bits. */
function mix(value: number): number {
  let z = value | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/** ln x for 0 < x ≤ 1 by ln m = 2 artanh((m − 1) / (m + 1)): additions, products and quotients only. */
function exactLog(x: number): number {
  let m = x;
  let exponent = 0;
  for (; m < Math.SQRT1_2; m *= 2) exponent--;
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let sum = 0;
  for (let k = 21; k >= 1; k -= 2) sum = sum * square + 1 / k;
  return exponent * Math.LN2 + 2 * s * sum;
}
