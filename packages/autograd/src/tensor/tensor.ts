import {
  ArgumentError,
  DtypeError,
  GraphError,
  ShapeError,
  brand,
  formatShape,
  formatValue,
} from "../errors.ts";
import { inNotebook } from "../notebook.ts";
import { runtime } from "../runtime.ts";
import { formatTable } from "./print-table.ts";
import { formatTensor } from "./print.ts";
import { sizeOf, type Shape } from "./shape.ts";
import { Storage } from "./storage.ts";

/** `float32` for work; `float64` for gradient checks and research, not for speed. */
export type Dtype = "float32" | "float64";
/** What a tensor's elements are kept in. */
export type TypedArray = Float32Array | Float64Array;
/** Numbers nested in arrays, as deep as the tensor has axes. */
export type NestedArray = readonly (number | NestedArray)[];
/** What operations accept where they want a tensor. Plain numbers and arrays take the other operand's dtype. */
export type TensorLike = Tensor | number | NestedArray | Float32Array | Float64Array;

/** A tensor as JSON has it. JSON knows no NaN, no infinity and no negative zero: these are strings. */
export interface TensorJSON {
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  /** The elements, last axis fastest. */
  readonly data: readonly (number | "NaN" | "Infinity" | "-Infinity" | "-0")[];
}

/** What a tensor knows of the tape: that some operation recorded it. @internal */
export interface Recorded {
  readonly op: { readonly name: string };
  label: string | null;
}

/**
 * A contiguous, row-major array of floats with a shape and, if it was computed from tensors that require
 * gradients, its place on the tape. Its memory belongs to the garbage collector: there is nothing to dispose.
 *
 * Make tensors with {@link tensor}, `zeros`, `randn` …; the constructor wraps `data` without a copy.
 *
 * @example
 * const x = tensor([[1, 2], [3, 4]], { requiresGrad: true });
 * x.square().sum().backward();
 * x.grad; // [[2, 4], [6, 8]]
 * @throws DtypeError if `data` is neither a Float32Array nor a Float64Array
 * @throws ShapeError if `data` does not fill `shape`
 */
export class Tensor {
  /** The record that made this tensor; null for leaves. @internal */
  node: Recorded | null = null;
  private readonly elements: TypedArray;
  private readonly sizes: Shape;
  private gradient: Tensor | null = null;
  /** Which of the node's outputs this is. @internal */
  output = 0;
  /** For leaves that require gradients: where their gradient arrives. @internal */
  leafNode: Recorded | null = null;
  private storage: Storage | null = null;
  private wantsGrad = false;
  private label: string | undefined = undefined;

  constructor(data: TypedArray, shape: Shape) {
    if (!(data instanceof Float32Array || data instanceof Float64Array)) {
      throw new DtypeError(`Tensor: data must be a Float32Array or Float64Array, got ${formatValue(data)}`);
    }
    if (sizeOf(shape) !== data.length) {
      throw new ShapeError(`Tensor: ${data.length} elements do not fill shape ${formatShape(shape)}`);
    }
    this.elements = data;
    this.sizes = shape;
    runtime.unsettled?.();
  }

  /** The elements, last axis fastest. Writing here by hand is not seen by the tape: prefer {@link mutate}. */
  get data(): TypedArray {
    return this.elements;
  }

  /** Its sizes, outermost first; `[]` for a scalar. */
  get shape(): readonly number[] {
    return this.sizes;
  }

  /** The accumulated gradient of the last `backward()` calls: leaves and tensors with `retainGrad()` only. */
  get grad(): Tensor | null {
    return this.gradient;
  }

  set grad(value: Tensor | null) {
    // Whether it fits is for whoever uses it to say: a step does, before it writes anything.
    if (value !== null && value !== undefined && !(value instanceof Tensor))
      throw new ArgumentError(
        `grad: must be a tensor of shape ${formatShape(this.shape)} or null, got ${formatValue(value)}; wrap numbers with tensor()`,
      );
    this.gradient = value ?? null;
  }

  /** Number of elements. */
  get size(): number {
    return this.data.length;
  }

  /** Number of axes. */
  get ndim(): number {
    return this.shape.length;
  }

  /** `"float32"` or `"float64"`, as the elements are kept. */
  get dtype(): Dtype {
    return this.data instanceof Float32Array ? "float32" : "float64";
  }

  /** Shown by `tape`, `toDot` and error messages. */
  get name(): string | undefined {
    return this.label;
  }

  set name(name: string | undefined) {
    this.label = name;
    if (this.node !== null && this.output === 0) this.node.label = name ?? null;
  }

  /** Whether gradients flow to or through this tensor. Settable on leaves. */
  get requiresGrad(): boolean {
    return this.wantsGrad || this.node !== null;
  }

  set requiresGrad(value: boolean) {
    if (typeof value !== "boolean")
      throw new ArgumentError(`requiresGrad: must be true or false, got ${formatValue(value)}`);
    if (this.node !== null) {
      if (value) return;
      throw new GraphError(
        `requiresGrad: this tensor was computed by ${this.node.op.name}, only leaves can be switched; use detach() for a copy without history`,
      );
    }
    this.wantsGrad = value;
    if (!value) this.leafNode = null;
  }

  /** True unless the tensor was recorded as the result of an operation. */
  get isLeaf(): boolean {
    return this.node === null;
  }

  /** The only element of a tensor of size 1. */
  item(): number {
    if (this.data.length !== 1) {
      throw new ShapeError(
        `item: shape ${formatShape(this.shape)} has ${this.data.length} elements, not one; use toArray()`,
      );
    }
    return this.data[0];
  }

  /** The elements as nested arrays, one level per axis; `tensor(t.toArray())` is `t` again. A scalar gives its bare number. */
  toArray(): NestedArray {
    const { data, shape } = this;
    if (shape.length === 0) return data[0] as unknown as NestedArray;
    let offset = 0;
    const build = (axis: number): NestedArray => {
      const out = new Array<number | NestedArray>(shape[axis]);
      for (let i = 0; i < out.length; i++)
        out[i] = axis === shape.length - 1 ? data[offset++] : build(axis + 1);
      return out;
    };
    return build(0);
  }

  /** The same data without history: gradients stop here. */
  detach(): Tensor {
    return this.window(0, this.shape);
  }

  /** Forgets the accumulated gradient. */
  zeroGrad(): void {
    this.grad = null;
  }

  /**
   * A tensor of `shape` that shares this one's memory from element `offset` on, without history.
   * @internal
   */
  window(offset: number, shape: Shape): Tensor {
    const size = sizeOf(shape);
    const whole = offset === 0 && size === this.data.length;
    const view = new Tensor(whole ? this.data : this.data.subarray(offset, offset + size), shape);
    view.storage = this.storage ??= new Storage();
    return view;
  }

  /** How often the memory under this tensor has been written in place since it was made. @internal */
  get version(): number {
    return this.storage === null ? 0 : this.storage.version;
  }

  /** Who wrote last, for error messages. @internal */
  get lastWriter(): string {
    return this.storage?.writer ?? "nobody";
  }

  /**
   * Writes into the data in place, as optimizers do, and tells the tape: a backward pass that still needs the
   * old values will refuse to run instead of computing a wrong gradient.
   *
   * @param writer who writes, for that error message: `"SGD.step"`
   * @param write receives the data
   */
  mutate(writer: string, write: (data: TypedArray) => void): this {
    runtime.recorder?.refuse(`writes in place (${writer})`);
    runtime.watcher?.writes(this);
    const storage = (this.storage ??= new Storage());
    storage.version++;
    storage.writer = writer;
    write(this.data);
    return this;
  }

  /**
   * Puts earlier values in place for a while, under version numbers of their own, which no write outside meets; returns what
   * puts the present ones back.
   * @internal
   */
  rewind(values: TypedArray): () => void {
    const storage = (this.storage ??= new Storage());
    const { version } = storage;
    const now = this.data.slice();
    storage.version = --rewinds * 2 ** 24;
    this.data.set(values);
    return () => {
      this.data.set(now);
      storage.version = version;
    };
  }

  /** Prints like NumPy. */
  toString(): string {
    return formatTensor(this);
  }

  /**
   * The number of a tensor of one element, so that `loss < 0.1` compares it.
   *
   * @throws ShapeError for more or fewer elements: arithmetic is done with `add`, `mul` …, text with `${t}`
   */
  valueOf(): number {
    if (this.size === 1) return this.item();
    throw new ShapeError(
      `valueOf: a tensor of shape ${formatShape(this.shape)} is not one number; use its methods, such as a.add(b), a.less(b) or ` +
        `a.mean(), and \`\${a}\` for text`,
    );
  }

  /** What `JSON.stringify` writes and {@link tensor} reads again: float32 and float64 alike, to the last bit. */
  toJSON(): TensorJSON {
    const { shape, dtype } = this;
    const special = (value: number): boolean => !Number.isFinite(value) || Object.is(value, -0);
    const data = Array.from(this.data, (value) =>
      special(value) ? (value === 0 ? "-0" : (String(value) as "NaN")) : value,
    );
    return { shape: [...shape], dtype, data };
  }
}

/** Counts down. */
let rewinds = 0;

brand("@rewind/autograd", Tensor.prototype);

// A program without types that assigns these would go on with a tensor that contradicts itself.
for (const key of ["data", "shape", "size", "ndim", "dtype", "isLeaf"] as const) {
  Object.defineProperty(Tensor.prototype, key, {
    ...Object.getOwnPropertyDescriptor(Tensor.prototype, key),
    set(this: Tensor) {
      throw new GraphError(
        `${key}: cannot be assigned; write new values with t.mutate("me", (data) => data.set(values)), or load them with loadStateDict`,
      );
    },
  });
}

// What Node's console shows, and a notebook: there a tensor that is a cell's result is a table.
Object.defineProperty(Tensor.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: Tensor, depth: number, options: { depth?: number | null }): string {
    return inNotebook() && depth === options.depth ? formatTable(this) : formatTensor(this);
  },
});
