import {
  ArgumentError,
  DtypeError,
  Generator,
  ShapeError,
  gradcheck,
  gradgradcheck,
  randint,
  randn,
  tensor,
  zeros,
  type Tensor,
} from "@rewind/autograd";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crossEntropy, nllLoss, type ClassLossOptions, type CrossEntropyOptions } from "../../src/index.ts";

interface Case {
  logits: Tensor;
  target: Int32Array;
  options: CrossEntropyOptions;
  /** The same without smoothing. */
  hard: ClassLossOptions;
}

/** Logits [N, C, d…] in float64 with targets, some of them ignored, and options of every kind. */
const cases = fc
  .record({
    seed: fc.integer(),
    batch: fc.integer({ min: 1, max: 4 }),
    classes: fc.integer({ min: 1, max: 5 }),
    rest: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
    reduction: fc.constantFrom("mean", "sum", "none" as const),
    weighted: fc.boolean(),
    ignoring: fc.boolean(),
    labelSmoothing: fc.constantFrom(0, 0.1, 1),
  })
  .map(({ seed, batch, classes, rest, reduction, weighted, ignoring, labelSmoothing }): Case => {
    const generator = new Generator(seed);
    const shape = [batch, classes, ...rest];
    const target = randint(0, classes, [batch, ...rest], { generator });
    const weight = Float64Array.from({ length: classes }, () => 0.5 + generator.uniform());
    if (ignoring) target.forEach((_, i) => i > 0 && i % 3 === 0 && (target[i] = -7));
    const hard = { reduction, ignoreIndex: -7, ...(weighted ? { weight } : {}) };
    const logits = randn(shape, { generator, dtype: "float64" }).mul(3);
    return { logits, target, hard, options: { ...hard, labelSmoothing } };
  });

const assertClose = (a: Tensor, b: Tensor, digits = 9): void => {
  expect(a.shape).toEqual(b.shape);
  a.data.forEach((value, i) => expect(value).toBeCloseTo(b.data[i], digits));
};
const gradOf = (fn: (x: Tensor) => Tensor, x: Tensor): Tensor => {
  const leaf = tensor(x, { requiresGrad: true });
  fn(leaf).sum().backward();
  return leaf.grad as Tensor;
};

describe("crossEntropy", () => {
  test("without smoothing is nllLoss of logSoftmax, and so is its gradient", () => {
    fc.assert(
      fc.property(cases, ({ logits, target, hard }) => {
        const composed = (x: Tensor): Tensor => nllLoss(x.logSoftmax({ axis: 1 }), target, hard);
        assertClose(crossEntropy(logits, target, hard), composed(logits));
        assertClose(
          gradOf((x) => crossEntropy(x, target, hard), logits),
          gradOf(composed, logits),
        );
      }),
      { numRuns: 60 },
    );
  });

  test("with smoothing is the mixture of its two ends", () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0, max: 1, noNaN: true }), ({ logits, target, options }, share) => {
        const at = (labelSmoothing: number): Tensor =>
          crossEntropy(logits, target, { ...options, labelSmoothing });
        assertClose(
          at(share),
          at(0)
            .mul(1 - share)
            .add(at(1).mul(share)),
        );
      }),
      { numRuns: 60 },
    );
  });

  test("differentiates once and twice", () => {
    fc.assert(
      fc.property(cases, ({ logits, target, options }) => {
        const loss = (x: Tensor): Tensor => crossEntropy(x, target, options);
        expect(gradcheck(loss, [logits])).toMatchObject({ ok: true });
        expect(gradgradcheck(loss, [logits])).toMatchObject({ ok: true });
      }),
      { numRuns: 20 },
    );
  });

  test("does not see a constant added to all logits, however large, nor overflow", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: -1000, max: 1000 }), ({ logits, target, options }, shift) => {
        assertClose(crossEntropy(logits.add(shift), target, options), crossEntropy(logits, target, options));
      }),
      { numRuns: 30 },
    );
    expect(crossEntropy([[1e30, -1e30]], [0]).item()).toBe(0);
    expect(crossEntropy([[-Infinity, 0]], [1]).item()).toBe(0);
  });

  test("gradients of each position sum to zero; ignored positions have none", () => {
    fc.assert(
      fc.property(cases, ({ logits, target, options }) => {
        const grad = gradOf((x) => crossEntropy(x, target, options), logits);
        for (const total of grad.sum({ axis: 1 }).data) expect(total).toBeCloseTo(0, 10);
        const sizes = grad.abs().sum({ axis: 1 }).data;
        expect([...target.keys()].filter((i) => target[i] === -7 && sizes[i] !== 0)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test("takes nested targets, and keeps the float32 dtype", () => {
    const logits = randn([2, 3, 2], { generator: new Generator(1) });
    const nested = crossEntropy(logits, [[0, 1], [2, 2]]); // prettier-ignore
    expect(nested.item()).toBe(crossEntropy(logits, Int32Array.of(0, 1, 2, 2)).item());
    expect(nested.dtype).toBe("float32");
  });

  test("refuses what does not fit", () => {
    const logits = [[1, 2, 3], [4, 5, 6]]; // prettier-ignore
    expect(() => crossEntropy([1, 2], [0, 1, 1])).toThrow(ShapeError);
    expect(() => crossEntropy(logits, [0])).toThrow(
      /^crossEntropy: target \[1\] does not fit input \[2, 3\]/,
    );
    expect(() =>
      crossEntropy(
        zeros([4, 2, 3]),
        Array.from({ length: 4 }, () => [0, 1]),
      ),
    ).toThrow(/it must be \[4, 3\].*reshape the input to \[-1, 3\]/);
    expect(() => crossEntropy(logits, [0, 3])).toThrow(/^crossEntropy: target 3 at position 1/);
    expect(() => crossEntropy(logits, [0, -1])).toThrow(ArgumentError);
    expect(() => crossEntropy(logits, [0, 0.5])).toThrow(DtypeError);
    expect(() => crossEntropy(logits, [0, 1], { weight: [1, 2] })).toThrow(ShapeError);
    expect(() => crossEntropy(logits, [0, 1], { labelSmoothing: 1.5 })).toThrow(
      /^crossEntropy: labelSmoothing/,
    );
    expect(() => crossEntropy(logits, [0, 1], { reduction: "avg" as never })).toThrow(
      /^crossEntropy: reduction/,
    );
    expect(() => nllLoss(logits, [0, 1], { labelSmoothing: 0.1 } as never)).toThrow(
      /^nllLoss: unknown option/,
    );
  });
});

test("nllLoss differentiates once and twice, and reads only the targets' classes", () => {
  fc.assert(
    fc.property(cases, ({ logits, target, hard }) => {
      expect(gradcheck((x) => nllLoss(x, target, hard), [logits])).toMatchObject({ ok: true });
      expect(gradgradcheck((x) => nllLoss(x, target, hard).square(), [logits])).toMatchObject({
        ok: true,
      });
    }),
    { numRuns: 15 },
  );
  expect(nllLoss([[-1, -Infinity]], [0]).item()).toBe(1);
});
