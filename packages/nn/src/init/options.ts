import {
  ArgumentError,
  DtypeError,
  isTensor,
  checkGenerator,
  checkOptions,
  defaultGenerator,
  formatShape,
  formatValue,
  type Generator,
  type Tensor,
} from "@rewind/autograd";

/** What all initialisers that draw numbers have in common. */
export interface InitOptions {
  /** Source of the values. Default: the default generator. */
  generator?: Generator;
}

/** The generator to draw from, after the options have been checked. @internal */
export function generatorOf(op: string, options: InitOptions, others: readonly string[] = []): Generator {
  checkOptions(`init.${op}`, options, ["generator", ...others]);
  checkGenerator(`init.${op}`, options.generator);
  return options.generator ?? defaultGenerator();
}

/** Sets every element to `value()`, in place. @internal */
export function fill<T extends Tensor>(op: string, t: T, value: (index: number) => number): T {
  return checkLeaf(op, t).mutate(`init.${op}`, (data) => {
    for (let i = 0; i < data.length; i++) data[i] = value(i);
  });
}

/** @internal */
export function checkLeaf<T extends Tensor>(op: string, t: T): T {
  if (!isTensor(t)) throw new DtypeError(`init.${op}: expected a Tensor, got ${formatValue(t)}`);
  if (!t.isLeaf) {
    throw new ArgumentError(
      `init.${op}: the tensor of shape ${formatShape(t.shape)} was computed, writing to it would falsify its gradient; pass a leaf or detach() it`,
    );
  }
  return t;
}
