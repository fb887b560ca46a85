import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { ArgumentError, DtypeError, ShapeError } from "../../src/errors.ts";
import {
  Generator,
  bernoulli,
  defaultGenerator,
  manualSeed,
  rand,
  randint,
  randn,
  randperm,
  type GeneratorState,
} from "../../src/tensor/random.ts";

const seeds = fc.maxSafeInteger();

function take<T>(count: number, next: () => T): T[] {
  return Array.from({ length: count }, next);
}

/** xoshiro128** as published, in exact integers of any size. */
function* xoshiro(words: readonly number[]): globalThis.Generator<number, never> {
  const mask = 0xffffffffn;
  const rotate = (x: bigint, k: bigint): bigint => ((x << k) | (x >> (32n - k))) & mask;
  const s = words.map(BigInt);
  for (;;) {
    const result = (rotate((s[1] * 5n) & mask, 7n) * 9n) & mask;
    const t = (s[1] << 9n) & mask;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 11n);
    yield Number(result);
  }
}

/** The normal distribution function by its power series. */
function normalBelow(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) sum += term *= (x * x) / k;
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** Largest distance between the distribution of `sample` and `below`, in units of its standard deviation. */
function kolmogorovSmirnov(sample: Float64Array, below: (x: number) => number): number {
  const sorted = sample.slice().sort();
  let distance = 0;
  sorted.forEach((x, i) => {
    const p = below(x);
    distance = Math.max(distance, p - i / sorted.length, (i + 1) / sorted.length - p);
  });
  return distance * Math.sqrt(sorted.length);
}

/** Pearson's statistic of counts that should be equal, in standard deviations from its mean. */
function chiSquaredExcess(counts: readonly number[]): number {
  const expected = counts.reduce((sum, n) => sum + n, 0) / counts.length;
  const statistic = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  return (statistic - (counts.length - 1)) / Math.sqrt(2 * (counts.length - 1));
}

describe("Generator", () => {
  test("gives the published numbers of xoshiro128**", () => {
    const generator = new Generator(0).restore({ algorithm: "xoshiro128**", words: [1, 2, 3, 4] });
    expect(take(10, () => generator.integer(0, 2 ** 32))).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  test("makes uniform numbers of 53 bits of two draws, from any state", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffffffff), { minLength: 4, maxLength: 4 }), (words) => {
        fc.pre(words.some((word) => word !== 0));
        const generator = new Generator(0).restore({ algorithm: "xoshiro128**", words });
        const oracle = xoshiro(words);
        for (let i = 0; i < 20; i++) {
          const high = oracle.next().value >>> 5;
          const low = oracle.next().value >>> 6;
          expect(generator.uniform()).toBe((high * 2 ** 26 + low) / 2 ** 53);
        }
      }),
    );
  });

  test("gives the same first numbers for ever", () => {
    expect(take(4, numbersOf(0).uniform)).toEqual([
      0.11820540059593376, 0.2427062222973594, 0.7300729892662144, 0.7301507874091689,
    ]);
    expect(take(4, numbersOf(-1).uniform)).toEqual([
      0.7208364903322811, 0.8137895375798989, 0.380085182544867, 0.8628309174877147,
    ]);
    expect(take(4, numbersOf(2 ** 40 + 1).uniform)).toEqual([
      0.44465980253168125, 0.8536823608966952, 0.862221622975677, 0.9377328550032901,
    ]);
    expect(take(8, numbersOf(0).normal)).toEqual([
      -0.5005850629216438, 1.4627905884846264, 0.90573475973015, 0.9565951678436876, -0.9293577836130463,
      1.9529276355474532, 0.4331915505139652, 0.25391623424707954,
    ]);
    expect(take(10, numbersOf(0).digit)).toEqual([1, 4, 3, 2, 5, 3, 9, 4, 6, 6]);
    expect(new Generator(42).state().words).toEqual([1868204140, 1423127619, 3532470725, 2129131623]);
  });

  test("accepts exactly the ratios that define the normal distribution", () => {
    const generator = new Generator(7);
    const uniforms = new Generator(7);
    const expected = take(50_000, () => {
      for (;;) {
        const u = 1 - uniforms.uniform();
        const v = 1.7156 * (uniforms.uniform() - 0.5);
        if (v * v <= -4 * u * u * Math.log(u)) return v / u;
      }
    });
    expect(randn([50_000], { generator, dtype: "float64" }).data).toEqual(Float64Array.from(expected));
  });

  test("repeats itself from the same seed and from a restored state, through JSON too", () => {
    fc.assert(
      fc.property(seeds, fc.nat(20), (seed, lead) => {
        const a = new Generator(seed);
        const b = new Generator(seed);
        for (let i = 0; i < lead; i++) expect(a.normal()).toBe(b.normal());
        const state = JSON.parse(JSON.stringify(a.state())) as GeneratorState;
        const ahead = take(10, () => a.normal());
        expect(take(10, () => b.normal())).toEqual(ahead);
        expect(take(10, () => a.uniform())).not.toEqual(ahead);
        a.restore(state);
        expect(take(10, () => a.normal())).toEqual(ahead);
        const other = new Generator().restore(state);
        expect(take(10, () => other.normal())).toEqual(ahead);
      }),
    );
  });

  test("gives a snapshot as its state, not a window", () => {
    const generator = new Generator(5);
    const state = generator.state();
    const before = JSON.stringify(state);
    generator.uniform();
    expect(JSON.stringify(state)).toBe(before);
    expect(JSON.stringify(generator.state())).not.toBe(before);
  });

  test("gives different sequences for different seeds", () => {
    fc.assert(
      fc.property(seeds, seeds, (a, b) => {
        fc.pre(a !== b);
        expect(new Generator(a).state()).not.toEqual(new Generator(b).state());
      }),
    );
    const near = take(1000, () => 0).map((_, seed) => new Generator(seed).uniform());
    expect(kolmogorovSmirnov(Float64Array.from(near), (x) => x)).toBeLessThan(2);
  });

  test("is unpredictable without a seed", () => {
    expect(new Generator().state()).not.toEqual(new Generator().state());
  });

  test("draws whole numbers within their bounds, the same shifted", () => {
    const bound = fc.integer({ min: -(2 ** 52), max: 2 ** 52 });
    fc.assert(
      fc.property(
        seeds,
        bound,
        fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 2 ** 52 })),
        (seed, low, range) => {
          const generator = new Generator(seed);
          const shifted = new Generator(seed);
          for (let i = 0; i < 10; i++) {
            const value = generator.integer(low, low + range);
            expect(Number.isSafeInteger(value) && value >= low && value < low + range).toBe(true);
            expect(shifted.integer(0, range)).toBe(value - low);
          }
        },
      ),
    );
  });

  test.each([2, 3, 10, 17, 3 * 2 ** 30, 3 * 2 ** 40, 2 ** 33])(
    "favours no whole number below %d",
    (range) => {
      const generator = new Generator(11);
      const counts = take(Math.min(range, 48), () => 0);
      for (let i = 0; i < 48_000; i++)
        counts[Math.floor((generator.integer(0, range) / range) * counts.length)]++;
      expect(Math.abs(chiSquaredExcess(counts))).toBeLessThan(4);
    },
  );

  test.each([
    [0, 0],
    [3, 1],
    [0.5, 3],
    [0, 1.5],
    [0, NaN],
    [NaN, 3],
    [0, Infinity],
    [-(2 ** 53) + 1, 2 ** 53 - 1],
  ])("refuses to draw between %d and %d", (low, high) => {
    expect(() => new Generator(0).integer(low, high)).toThrow(ArgumentError);
  });

  test.each([1.5, NaN, Infinity, 2 ** 53, "1", null])("refuses the seed %o", (seed) => {
    expect(() => new Generator(seed as number)).toThrow(/^Generator: seed must be a whole number/);
    expect(() => manualSeed(seed as number)).toThrow(/^manualSeed: seed must be a whole number/);
  });

  test.each([
    undefined,
    null,
    {},
    { algorithm: "xoshiro128**" },
    { algorithm: "mt19937", words: [1, 2, 3, 4] },
    { algorithm: "xoshiro128**", words: [1, 2, 3] },
    { algorithm: "xoshiro128**", words: [1, 2, 3, 4, 5] },
    { algorithm: "xoshiro128**", words: [1, 2, 3, -1] },
    { algorithm: "xoshiro128**", words: [1, 2, 3, 2 ** 32] },
    { algorithm: "xoshiro128**", words: [1, 2, 3, 0.5] },
    { algorithm: "xoshiro128**", words: [1, 2, 3, "4"] },
    { algorithm: "xoshiro128**", words: [0, 0, 0, 0] },
  ])("refuses the state %o and keeps its own", (state) => {
    const generator = new Generator(1);
    const before = generator.state();
    expect(() => generator.restore(state as unknown as GeneratorState)).toThrow(ArgumentError);
    expect(generator.state()).toEqual(before);
  });
});

describe("distributions", () => {
  const count = 200_000;

  test.each([1, 2, 3])("uniform numbers are uniform (seed %d)", (seed) => {
    const x = rand([count], { generator: new Generator(seed), dtype: "float64" }).data as Float64Array;
    expect(kolmogorovSmirnov(x, (v) => v)).toBeLessThan(1.95);
  });

  test.each([1, 2, 3])("normal numbers are normal (seed %d)", (seed) => {
    const x = randn([count], { generator: new Generator(seed), dtype: "float64" }).data as Float64Array;
    expect(kolmogorovSmirnov(x, normalBelow)).toBeLessThan(1.95);
    const moment = (k: number): number => x.reduce((sum, v) => sum + v ** k, 0) / count;
    const off = (k: number, expected: number, variance: number): number =>
      Math.abs(moment(k) - expected) / Math.sqrt(variance / count);
    // E x^2k = 1·3·5⋯(2k − 1), which gives the variance of each moment.
    expect(off(1, 0, 1)).toBeLessThan(4);
    expect(off(2, 1, 2)).toBeLessThan(4);
    expect(off(3, 0, 15)).toBeLessThan(4);
    expect(off(4, 3, 96)).toBeLessThan(4);
    const beyond3 = x.filter((v) => Math.abs(v) > 3).length;
    expect(Math.abs(beyond3 - 0.0026998 * count)).toBeLessThan(4 * Math.sqrt(0.0027 * count));
    const neighbours = x.subarray(1).reduce((sum, v, i) => sum + v * x[i], 0);
    expect(Math.abs(neighbours)).toBeLessThan(4 * Math.sqrt(count));
  });

  test.each([0.1, 0.5, 0.93])("bernoulli(%d) gives ones that often", (p) => {
    const x = bernoulli(p, [count], { generator: new Generator(4) }).data as Float32Array;
    expect(x.every((v) => v === 0 || v === 1)).toBe(true);
    const ones = x.reduce((sum, v) => sum + v, 0);
    expect(Math.abs(ones - p * count)).toBeLessThan(4 * Math.sqrt(p * (1 - p) * count));
  });

  test("bernoulli(0) is all zeros and bernoulli(1) all ones", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(bernoulli(0, [50], { generator: new Generator(seed) }).data).toEqual(new Float32Array(50));
        expect(bernoulli(1, [50], { generator: new Generator(seed) }).data).toEqual(
          new Float32Array(50).fill(1),
        );
      }),
    );
  });

  test("every order of four is a likely randperm", () => {
    const generator = new Generator(9);
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = randperm(4, { generator }).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(Math.abs(chiSquaredExcess([...counts.values()]))).toBeLessThan(4);
  });
});

describe("creators", () => {
  const shapes = fc.array(fc.nat(4), { maxLength: 4 });

  test("float32 numbers are the float64 ones with fewer bits", () => {
    fc.assert(
      fc.property(seeds, shapes, (seed, shape) => {
        const draws = (dtype: "float32" | "float64") => {
          const generator = new Generator(seed);
          return [
            rand(shape, { generator, dtype }),
            randn(shape, { generator, dtype }),
            bernoulli(0.5, shape, { generator, dtype }),
          ];
        };
        const [uniform, normal, zeroOne] = draws("float32");
        const [uniform64, normal64, zeroOne64] = draws("float64");
        expect(uniform.dtype + uniform64.dtype).toBe("float32float64");
        expect(uniform.data).toEqual(
          Float32Array.from(uniform64.data, (x) => Math.floor(x * 2 ** 24) / 2 ** 24),
        );
        expect(normal.data).toEqual(Float32Array.from(normal64.data));
        expect(zeroOne.data).toEqual(Float32Array.from(zeroOne64.data));
        for (const t of [uniform, normal, zeroOne]) expect(t.shape).toEqual(shape);
      }),
    );
  });

  test("float32 uniform numbers never round up to 1", () => {
    const almostOne = new Generator(0);
    almostOne.uniform = () => 1 - 2 ** -53;
    expect(Math.fround(almostOne.uniform())).toBe(1);
    expect(rand([1], { generator: almostOne }).item()).toBe(1 - 2 ** -24);
  });

  test("randint stays within its bounds and counts its shape", () => {
    const bound = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(seeds, bound, bound, shapes, (seed, a, b, shape) => {
        const low = Math.min(a, b);
        const high = Math.max(a, b) + 1;
        const values = randint(low, high, shape, { generator: new Generator(seed) });
        expect(values).toBeInstanceOf(Int32Array);
        expect(values.length).toBe(shape.reduce((product, n) => product * n, 1));
        expect(values.every((v) => v >= low && v < high)).toBe(true);
      }),
    );
    expect(new Set(randint(0, 3, [100], { generator: new Generator(1) }))).toEqual(new Set([0, 1, 2]));
  });

  test("randperm holds every number once", () => {
    fc.assert(
      fc.property(seeds, fc.nat(300), (seed, n) => {
        const order = randperm(n, { generator: new Generator(seed) });
        expect(order.slice().sort()).toEqual(Int32Array.from({ length: n }, (_, i) => i));
      }),
    );
  });

  test("requiresGrad reaches the tensor", () => {
    expect(randn([2], { requiresGrad: true }).requiresGrad).toBe(true);
    expect(rand([2]).requiresGrad).toBe(false);
  });

  test("an explicit generator leaves the default one alone", () => {
    manualSeed(3);
    const before = defaultGenerator().state();
    const generator = new Generator(1);
    rand([2], { generator });
    randn([2], { generator });
    bernoulli(0.5, [2], { generator });
    randint(0, 5, [2], { generator });
    randperm(5, { generator });
    expect(defaultGenerator().state()).toEqual(before);
    expect(generator.state()).not.toEqual(new Generator(1).state());
  });

  test("arguments outside their domain are refused before anything is drawn", () => {
    const generator = new Generator(1);
    const options = { generator };
    expect(() => rand([-1], options)).toThrow(ShapeError);
    expect(() => randn(3 as unknown as number[], options)).toThrow(/^randn: a shape is an array/);
    expect(() => randn([2], { ...options, dtype: "int32" as "float32" })).toThrow(DtypeError);
    for (const p of [-0.1, 1.1, NaN, Infinity])
      expect(() => bernoulli(p, [2], options)).toThrow(/^bernoulli: p must be/);
    expect(() => randint(0, 0, [2], options)).toThrow(ArgumentError);
    expect(() => randint(5, 2, [2], options)).toThrow(/^randint: high must be/);
    expect(() => randint(0, 2 ** 31 + 1, [2], options)).toThrow(ArgumentError);
    expect(() => randint(0.5, 2, [2], options)).toThrow(ArgumentError);
    expect(() => randint(0, 2, [1.5], options)).toThrow(ShapeError);
    for (const n of [-1, 1.5, NaN]) expect(() => randperm(n, options)).toThrow(/^randperm: n must be/);
    expect(generator.state()).toEqual(new Generator(1).state());
    expect(() => rand([2], { generator: 42 as unknown as Generator })).toThrow(
      /^rand: generator must be a Generator, got 42/,
    );
  });
});

describe("the default generator", () => {
  beforeEach(() => void manualSeed(0));

  test("starts over with manualSeed, whoever holds it", () => {
    const held = defaultGenerator();
    expect(manualSeed(12)).toBe(held);
    const first = [
      ...rand([5]).data,
      ...randn([5]).data,
      ...randint(0, 9, [5]),
      ...randperm(5),
      ...bernoulli(0.5, [5]).data,
    ];
    manualSeed(12);
    const again = [
      ...rand([5]).data,
      ...randn([5]).data,
      ...randint(0, 9, [5]),
      ...randperm(5),
      ...bernoulli(0.5, [5]).data,
    ];
    expect(again).toEqual(first);
    manualSeed(12);
    expect(held.uniform()).toBe(new Generator(12).uniform());
  });

  test("is one per program, not one per copy of the package", () => {
    const holder = globalThis as unknown as Record<symbol, unknown>;
    expect(holder[Symbol.for("@rewind/generator")]).toBe(defaultGenerator());
  });
});

function numbersOf(seed: number): { uniform: () => number; normal: () => number; digit: () => number } {
  const generator = new Generator(seed);
  return {
    uniform: () => generator.uniform(),
    normal: () => generator.normal(),
    digit: () => generator.integer(0, 10),
  };
}
