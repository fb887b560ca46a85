import {
  Generator,
  gradcheck,
  gradgradcheck,
  logSoftmax,
  randint,
  randn,
  type Tensor,
} from "@rewind/autograd";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ctcLoss } from "../../src/index.ts";

/** The labels an alignment stands for: repeats merged, blanks removed. */
const collapse = (path: readonly number[], blank: number): string =>
  path.filter((c, t) => c !== blank && c !== path[t - 1]).join();

/** The definition: adds the probabilities of every alignment. */
function bruteForce(
  logProbs: Tensor,
  n: number,
  length: number,
  labels: readonly number[],
  blank: number,
): number {
  const [, batch, classes] = logProbs.shape;
  let total = 0;
  for (let code = 0; code < classes ** length; code++) {
    const path = Array.from({ length }, (_, t) => Math.floor(code / classes ** t) % classes);
    if (collapse(path, blank) !== labels.join()) continue;
    total += Math.exp(path.reduce((sum, c, t) => sum + logProbs.data[(t * batch + n) * classes + c], 0));
  }
  return -Math.log(total);
}

const cases = fc
  .record({
    seed: fc.integer(),
    blank: fc.integer({ min: 0, max: 2 }),
    inputLengths: fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })),
    targetLengths: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })),
  })
  .map(({ seed, blank, inputLengths, targetLengths }) => {
    const generator = new Generator(seed);
    const logits = randn([4, 2, 3], { generator, dtype: "float64" });
    const others = [0, 1, 2].filter((c) => c !== blank);
    const labels = targetLengths.map((length) =>
      [...randint(0, 2, [length], { generator })].map((i) => others[i]),
    );
    return { logits, blank, inputLengths, targetLengths, labels };
  });

test("is the sum over all alignments", () => {
  fc.assert(
    fc.property(cases, ({ logits, blank, inputLengths, targetLengths, labels }) => {
      const logProbs = logSoftmax(logits);
      const loss = ctcLoss(logProbs, labels.flat(), inputLengths, targetLengths, {
        blank,
        reduction: "none",
      });
      labels.forEach((sequence, n) => {
        const expected = bruteForce(logProbs, n, inputLengths[n], sequence, blank);
        const error = expected === loss.data[n] ? 0 : Math.abs(expected - loss.data[n]);
        expect(error).toBeLessThan(1e-9);
      });
    }),
    { numRuns: 60 },
  );
});

test("gradients agree with finite differences for every reduction; padded and joined targets are one", () => {
  fc.assert(
    fc.property(cases, fc.constantFrom("mean", "sum", "none" as const), (given, reduction) => {
      const { logits, blank, inputLengths, targetLengths, labels } = given;
      const options = { blank, reduction, zeroInfinity: true };
      const padded = labels.map((sequence) => [...sequence, 9, 9, 9].slice(0, 3));
      const loss = (x: Tensor): Tensor =>
        ctcLoss(logSoftmax(x), padded, inputLengths, targetLengths, options);
      expect(gradcheck(loss, [logits])).toMatchObject({ ok: true });
      // At the log-probabilities themselves too, not only behind logSoftmax.
      const free = (x: Tensor): Tensor => ctcLoss(x, padded, inputLengths, targetLengths, options);
      const negative = logits.sub(9);
      expect(gradcheck(free, [negative])).toMatchObject({ ok: true });
      expect(gradgradcheck(free, [negative])).toMatchObject({ ok: true });
      const joined = ctcLoss(logSoftmax(logits), labels.flat(), inputLengths, targetLengths, options);
      expect(joined.toArray()).toEqual(loss(logits).toArray());
    }),
    { numRuns: 25 },
  );
});

test("what does not fit costs infinity, or nothing with zeroInfinity", () => {
  const logProbs = logSoftmax(randn([2, 1, 3], { generator: new Generator(1) }));
  expect(ctcLoss(logProbs, [[1, 1]], [2], [2]).item()).toBe(Infinity);
  expect(ctcLoss(logProbs, [[1, 1]], [2], [2], { zeroInfinity: true }).item()).toBe(0);
});

test("refuses what it cannot align", () => {
  const logProbs = logSoftmax(randn([2, 1, 3], { generator: new Generator(1) }));
  expect(() => ctcLoss(logProbs, [[0]], [2], [1])).toThrow(/^ctcLoss: label 0 .* blank 0/);
  expect(() => ctcLoss(logProbs, [[3]], [2], [1])).toThrow(/^ctcLoss: label 3/);
  expect(() => ctcLoss(logProbs, [[1]], [3], [1])).toThrow(/^ctcLoss: inputLengths/);
  expect(() => ctcLoss(logProbs, [[1]], [2, 2], [1])).toThrow(/^ctcLoss: 2 inputLengths/);
  expect(() => ctcLoss(logProbs, [[1]], [2], [2])).toThrow(/^ctcLoss: targets \[1, 1\]/);
  expect(() => ctcLoss(logProbs, [[1]], [2], [1], { blank: 3 })).toThrow(/^ctcLoss: blank/);
});

test("refuses raw scores by position, but not what lies beyond a sequence's end, and not NaN", () => {
  const scores = randn([4, 2, 3], { generator: new Generator(1) });
  expect(() => ctcLoss(scores, [[1], [2]], [4, 4], [1, 1])).toThrow(
    /^ctcLoss: logProbs \d.* at position \d+ .*logSoftmax/,
  );
  const padded = logSoftmax(scores);
  padded.mutate("test", (data) => data.fill(9, 18));
  expect(ctcLoss(padded, [[1], [2]], [3, 3], [1, 1]).item()).toBeGreaterThan(0);
  padded.mutate("test", (data) => (data[0] = NaN));
  expect(ctcLoss(padded, [[1], [2]], [3, 3], [1, 1]).item()).toBeNaN();
});
