import { Tensor } from "@rewind/autograd";
import type { Module } from "@rewind/nn";
import { numberOf, type GoldenCase, type GoldenTensor } from "./case.ts";
import { Options } from "./options.ts";

/** Integer data with its shape, nested as the API takes it. */
export type Nested = number[] | Nested[];

export function toTensor(golden: GoldenTensor): Tensor {
  return new Tensor(Float32Array.from(golden.data, numberOf), golden.shape.slice());
}

/** What a kind's function works on: the case's tensors made on demand, those with a gradient as leaves. */
export class Inputs {
  readonly case: GoldenCase;
  readonly options: Options;
  readonly #made = new Map<string, Tensor>();

  constructor(golden: GoldenCase) {
    this.case = golden;
    this.options = new Options(golden.options);
  }

  has(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  /** The names of the inputs, in the case's order. */
  names(): string[] {
    return Object.keys(this.case.inputs ?? {});
  }

  /** An input as the API takes it: integers nested by shape, everything else as a tensor. */
  value(name: string): Tensor | Nested | number {
    const { shape, dtype } = this.#get(name);
    if (dtype !== "int") return this.tensor(name);
    return shape.length === 0 ? this.ints(name)[0] : this.indices(name);
  }

  /** An input or parameter. The same name gives the same tensor. */
  tensor(name: string): Tensor {
    let made = this.#made.get(name);
    if (made === undefined) {
      made = toTensor(this.#get(name));
      if (this.case.grads?.[name] !== undefined) made.requiresGrad = true;
      this.#made.set(name, made);
    }
    return made;
  }

  maybe(name: string): Tensor | undefined {
    return this.has(name) ? this.tensor(name) : undefined;
  }

  /** `x0, x1, ...` for prefix `x`. */
  series(prefix: string): Tensor[] {
    const out: Tensor[] = [];
    while (this.has(`${prefix}${out.length}`)) out.push(this.tensor(`${prefix}${out.length}`));
    return out;
  }

  /** Integers, nested by shape. */
  indices(name: string): Nested {
    const { shape, data } = this.#get(name);
    if (shape.length === 0) throw new Error(`${name}: a scalar index; read it with ints`);
    let offset = 0;
    const build = (axis: number): Nested =>
      Array.from({ length: shape[axis] }, () =>
        axis === shape.length - 1 ? numberOf(data[offset++]) : build(axis + 1),
      ) as Nested;
    return build(0);
  }

  /** Integers in one flat list. */
  ints(name: string): number[] {
    return this.#get(name).data.map(numberOf);
  }

  shapeOf(name: string): readonly number[] {
    return this.#get(name).shape;
  }

  isBool(name: string): boolean {
    return this.#get(name).dtype === "bool";
  }

  /**
   * Loads the parameters named `prefix…` into a module, strictly, and returns it. From then on {@link tensor} gives the
   * module's own parameters, where gradients arrive.
   */
  load<M extends Module>(module: M, prefix: string = ""): M {
    const names = Object.keys(this.case.params ?? {}).filter((name) => name.startsWith(prefix));
    module.loadStateDict(
      Object.fromEntries(names.map((name) => [name.slice(prefix.length), toTensor(this.#get(name))])),
    );
    for (const [name, parameter] of module.namedParameters()) this.#made.set(prefix + name, parameter);
    return module;
  }

  /** Parameter tensors by state-dict name. */
  params(): Record<string, Tensor> {
    return Object.fromEntries(Object.keys(this.case.params ?? {}).map((name) => [name, this.tensor(name)]));
  }

  #find(name: string): GoldenTensor | undefined {
    return this.case.inputs?.[name] ?? this.case.params?.[name];
  }

  #get(name: string): GoldenTensor {
    const found = this.#find(name);
    if (found === undefined) throw new Error(`the case has no tensor ${name}`);
    return found;
  }
}
