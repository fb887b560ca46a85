import { refuseExtra } from "./arguments.ts";
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
import { MAX_AXES, checkRank, checkShape, sizeOf, type Shape } from "./shape.ts";
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

/** {@link Tensor.window} of what is known to lie within. @internal */
export let windowOn: (t: Tensor, offset: number, shape: Shape) => Tensor;

/** Says that data and shape come from this package, which keeps them consistent. */
const OWN = Symbol("own");

/** What a tensor knows of the tape: that some operation recorded it. @internal */
export interface Recorded {
  readonly op: { readonly name: string };
  label: string | null;
}

/**
 * A contiguous, row-major array of floats with a shape and, if it was computed from tensors that require
 * gradients, its place on the tape. Its memory belongs to the garbage collector: there is nothing to dispose.
 *
 * Make tensors with {@link tensor}, `zeros`, `randn` …; the constructor wraps `data` without a copy. Options such as
 * `requiresGrad` are set afterwards, or given to {@link tensor}.
 *
 * @example
 * const x = tensor([[1, 2], [3, 4]], { requiresGrad: true });
 * x.square().sum().backward();
 * x.grad; // [[2, 4], [6, 8]]
 * @throws DtypeError if `data` is neither a Float32Array nor a Float64Array
 * @throws ShapeError if `shape` is not a list of at most 64 sizes, or `data` does not fill it
 * @throws ArgumentError if there is a third argument
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

  constructor(data: TypedArray, shape: Shape);
  constructor(data: TypedArray, shape: Shape, maker?: unknown) {
    if (maker !== OWN) {
      if (maker !== undefined)
        throw new ArgumentError(
          `Tensor: takes data and shape only, got ${formatValue(maker)} too; tensor(data, options) takes options`,
        );
      if (!ArrayBuffer.isView(data) || !(data instanceof Float32Array || data instanceof Float64Array)) {
        throw new DtypeError(`Tensor: data must be a Float32Array or Float64Array, got ${formatValue(data)}`);
      }
      data = fixedLength(data);
      shape = checkShape("Tensor", shape);
    } else if (shape.length > MAX_AXES) checkRank("Tensor", shape.length);
    if (sizeOf(shape) !== data.length) {
      throw new ShapeError(
        `Tensor: ${data.length} elements do not fill shape ${formatShape(shape)}${isDetached(data) ? GONE : ""}`,
      );
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
    if (value !== null && value !== undefined && !isTensor(value))
      throw new ArgumentError(
        `grad: must be a tensor of shape ${formatShape(this.shape)} or null, got ${formatValue(value)}; wrap numbers with tensor()`,
      );
    this.gradient = value ?? null;
  }

  /** Number of elements. */
  get size(): number {
    return this.data.length;
  }

  /** Number of axes, at most 64. */
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
    if (arguments.length > 0) refuseExtra("item", arguments, 0, true);
    checkData("item", this);
    if (this.data.length !== 1) {
      throw new ShapeError(
        `item: shape ${formatShape(this.shape)} has ${this.data.length} elements, not one; use toArray()`,
      );
    }
    return this.data[0];
  }

  /** The elements as nested arrays, one level per axis; `tensor(t.toArray())` is `t` again. A scalar gives its bare number. */
  toArray(): NestedArray {
    if (arguments.length > 0) refuseExtra("toArray", arguments, 0, true);
    checkData("toArray", this);
    const { data, shape } = this;
    if (shape.length === 0) return data[0] as unknown as NestedArray;
    let rows = 1;
    let lists = 1;
    for (let axis = 0; axis < shape.length - 1; axis++) lists += rows *= shape[axis];
    if (data.length + 8 * lists > MOST_LISTED)
      throw new ShapeError(
        `toArray: shape ${formatShape(shape)} would make more arrays than there is room for; read data instead`,
      );
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
    if (arguments.length > 0) refuseExtra("detach", arguments, 0, true);
    if (this.data.length === 0) checkData("detach", this);
    return windowOn(this, 0, this.sizes);
  }

  /** Forgets the accumulated gradient. */
  zeroGrad(): void {
    if (arguments.length > 0) refuseExtra("zeroGrad", arguments, 0, true);
    this.grad = null;
  }

  /**
   * A tensor of `shape` that shares this one's memory from element `offset` on, without history.
   * @internal
   */
  window(offset: number, shape: Shape): Tensor {
    if (this.data.length === 0) checkData("window", this);
    const valid = Array.isArray(shape) && Number.isInteger(offset) && offset >= 0;
    let size = valid ? 1 : NaN;
    for (let i = 0; valid && i < shape.length; i++)
      size = Number.isInteger(shape[i]) && shape[i] >= 0 ? size * shape[i] : NaN;
    if (!(offset + size <= this.data.length))
      throw new ShapeError(
        `window: shape ${formatShape(checkShape("window", shape))} at ${formatValue(offset)} lies outside of ${this.data.length} elements`,
      );
    return windowOn(this, offset, shape);
  }

  static {
    windowOn = (t, offset, shape) => {
      const data = t.elements;
      const size = sizeOf(shape);
      const view = wrap(
        offset === 0 && size === data.length ? data : data.subarray(offset, offset + size),
        shape,
      );
      view.storage = t.storage ??= new Storage();
      return view;
    };
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
    if (arguments.length > 2) refuseExtra("mutate", arguments, 2, true);
    if (typeof writer !== "string" || typeof write !== "function")
      throw new ArgumentError(
        `mutate: expected who writes and a function of the data, got ${formatValue(writer)} and ${formatValue(write)}`,
      );
    checkData(writer, this);
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

  /** What `JSON.stringify` writes and `tensor` reads again: float32 and float64 alike, to the last bit. */
  toJSON(): TensorJSON {
    checkData("toJSON", this);
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

/** Whether a value is a tensor; not if it cannot even be asked, as a revoked proxy cannot. @internal */
export function isTensor(value: unknown): value is Tensor {
  return isInstance(value) && value.data !== undefined;
}

/** {@link isTensor} for those who check the data themselves. @internal */
export function isInstance(value: unknown): value is Tensor {
  try {
    return value instanceof Tensor;
  } catch {
    return false;
  }
}

/** A tensor of data and a shape that nobody else changes: the constructor without the checks of what a user may pass. @internal */
export function wrap(data: TypedArray, shape: Shape): Tensor {
  return new (Tensor as new (data: TypedArray, shape: Shape, maker: unknown) => Tensor)(data, shape, OWN);
}

/** Elements that nested arrays can hold, an array counting for eight. */
const MOST_LISTED = 2 ** 27;

const GONE = ": its buffer was transferred or shrunk; transfer a copy, such as data.slice()";

/** The array, of the length it has now if its buffer can be resized. */
function fixedLength(data: TypedArray): TypedArray {
  const { buffer, byteOffset, length } = data as TypedArray & { buffer: { resizable?: boolean } };
  if (buffer.resizable !== true) return data;
  return new (data.constructor as new (buffer: ArrayBufferLike, at: number, length: number) => TypedArray)(
    buffer,
    byteOffset,
    length,
  );
}

/** Whether an array's memory has been transferred away: there is no asking before ES2024. @internal */
export function isDetached({ buffer, length }: TypedArray): boolean {
  if (length > 0 || buffer.byteLength > 0) return false;
  try {
    new Uint8Array(buffer);
    return false;
  } catch {
    return true;
  }
}

/**
 * Refuses a tensor whose elements are gone because their buffer was transferred to another thread or shrunk.
 *
 * @throws GraphError naming the tensor
 * @internal
 */
export function checkData(op: string, tensor: Tensor): void {
  if (tensor.data === undefined)
    throw new DtypeError(`${op}: expected a tensor, got an object that only looks like one`);
  if (tensor.data.length > 0 || sizeOf(tensor.shape) === 0) return;
  const name = tensor.name === undefined ? "" : ` "${tensor.name}"`;
  throw new GraphError(`${op}: the data of tensor${name} ${formatShape(tensor.shape)} is gone${GONE}`);
}

// What Node's console shows, and a notebook: there a tensor that is a cell's result is a table.
Object.defineProperty(Tensor.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: Tensor, depth: number, options: { depth?: number | null }): string {
    return inNotebook() && depth === options.depth ? formatTable(this) : formatTensor(this);
  },
});
