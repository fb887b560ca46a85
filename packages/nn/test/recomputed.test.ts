import { Generator, checkpoint, randn, tensor, type Tensor } from "@rewind/autograd";
import fc from "fast-check";
import { expect, test } from "vitest";
import { BatchNorm1d, Linear, Module, Sequential, Tanh } from "../src/index.ts";
import { assertClose } from "./support/assert-close.ts";

/** Keeps a moving average in place and computes with it. */
class Centred extends Module {
  mean = this.registerBuffer("mean", tensor([0, 0], { dtype: "float64" }));
  override forward(x: Tensor): Tensor {
    this.mean.mutate("Centred", (data) => data.forEach((value, i) => (data[i] = 0.5 * value + x.data[i])));
    return x.mul(this.mean.clone());
  }
}

test("checkpoint around modules with running statistics updates them once", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(0.1, null),
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      (momentum, calls, backwardTwice) => {
        const build = (): Sequential => {
          const generator = new Generator(1);
          return new Sequential(
            new Linear(2, 2, { generator }),
            new BatchNorm1d(2, { momentum }),
            new Tanh(),
            new Centred(),
          ).to("float64");
        };
        const [plain, wrapped] = [build(), build()];
        const x = randn([4, 2], { dtype: "float64", generator: new Generator(2) });
        const run = (net: Sequential, step: (input: Tensor) => Tensor): void => {
          let out = x;
          for (let i = 0; i < calls; i++) out = step(out);
          if (backwardTwice) out.square().sum().backward(undefined, { retainGraph: true });
          net.zeroGrad();
          out.square().sum().backward();
        };
        run(plain, (input) => plain.forward(input));
        run(wrapped, (input) => checkpoint((a: Tensor) => wrapped.forward(a), input));
        const [wanted, got] = [plain.stateDict(), wrapped.stateDict()];
        expect(got["1.num_batches_tracked"].item()).toBe(calls);
        for (const [name, value] of Object.entries(wanted)) expect(got[name].toArray()).toEqual(value.toArray());
        plain.parameters().forEach((parameter, i) =>
          assertClose(wrapped.parameters()[i].grad as Tensor, parameter.grad as Tensor, { rtol: 1e-12, atol: 1e-12 }),
        );
      },
    ),
    { numRuns: 20 },
  );
}); // prettier-ignore
