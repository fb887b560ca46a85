import { Generator, loadSafetensors, randn, saveSafetensors, zeros, type Tensor } from "@rewind/autograd";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Linear, Module, ModuleList } from "../src/index.ts";
import { assertClose } from "./support/assert-close.ts";

const SIZE = 3;

/** A chain of square layers; those with the same number in `ties` share their weight. */
class Chain extends Module {
  layers: ModuleList<Linear>;

  constructor(ties: readonly number[], seed: number) {
    super();
    const generator = new Generator(seed);
    this.layers = new ModuleList(ties.map(() => new Linear(SIZE, SIZE, { bias: false, generator })));
    const all = [...this.layers];
    all.forEach((layer, i) => (layer.weight = all[ties.indexOf(ties[i])].weight));
    this.to("float64");
  }

  forward(x: Tensor): Tensor {
    return [...this.layers].reduce((value, layer) => layer.forward(value).tanh(), x);
  }
}

const ties = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 5 });
const seeds = fc.integer({ min: 1, max: 1e6 });
const nameOf = (layer: number): string => `layers.${layer}.weight`;
const input = (seed: number): Tensor =>
  randn([2, SIZE], { dtype: "float64", generator: new Generator(seed) });

test("a shared parameter appears once, under the first of its names; the state dict has all of them", () => {
  fc.assert(
    fc.property(ties, seeds, (tied, seed) => {
      const chain = new Chain(tied, seed);
      const firsts = tied.flatMap((tie, i) => (tied.indexOf(tie) === i ? [nameOf(i)] : []));
      expect(chain.namedParameters().map(([name]) => name)).toEqual(firsts);
      expect(chain.parameters().length).toBe(new Set(tied).size);
      expect(Object.keys(chain.stateDict())).toEqual(tied.map((_, i) => nameOf(i)));
    }),
    { numRuns: 40 },
  );
});

test("its gradient is the sum of those that separate parameters of the same values get", () => {
  fc.assert(
    fc.property(ties, seeds, (tied, seed) => {
      const chain = new Chain(tied, seed);
      const apart = new Chain(
        tied.map((_, i) => i),
        seed + 1,
      );
      apart.loadStateDict(chain.stateDict());
      for (const net of [chain, apart]) net.forward(input(seed)).square().sum().backward();
      const own = [...apart.layers].map(({ weight }) => weight.grad as Tensor);
      [...chain.layers].forEach(({ weight }, i) => {
        const uses = own.filter((_, k) => tied[k] === tied[i]);
        const total = uses.reduce((sum, grad) => sum.add(grad), zeros([SIZE, SIZE], { dtype: "float64" }));
        assertClose(weight.grad as Tensor, total, { rtol: 1e-9, atol: 1e-12 });
      });
    }),
    { numRuns: 30 },
  );
});

test("a file of the state loads into another net with the same ties, and stays tied; one name of each is enough", () => {
  fc.assert(
    fc.property(ties, seeds, (tied, seed) => {
      const from = new Chain(tied, seed);
      const into = new Chain(tied, seed + 1);
      into.loadStateDict(loadSafetensors(saveSafetensors(from.stateDict())).tensors);
      expect(into.forward(input(seed)).data).toEqual(from.forward(input(seed)).data);
      [...into.layers].forEach(({ weight }, i) =>
        expect(weight).toBe(into.layers.at(tied.indexOf(tied[i]))!.weight),
      );
      const partial = new Chain(tied, seed + 2);
      const lasts = tied.flatMap((tie, i) => (tied.lastIndexOf(tie) === i ? [nameOf(i)] : []));
      const state = from.stateDict();
      const { missing } = partial.loadStateDict(
        Object.fromEntries(lasts.map((name) => [name, state[name]])),
        { strict: false },
      );
      expect(missing.length).toBe(tied.length - lasts.length);
      expect(partial.forward(input(seed)).data).toEqual(from.forward(input(seed)).data);
    }),
    { numRuns: 30 },
  );
});
