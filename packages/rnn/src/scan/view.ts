import { sizeOf, uninitialized, type Dtype, type Shape, type Tensor, type Workspace } from "@rewind/autograd";
import type { Call } from "./call.ts";
import type { Slot } from "./storage.ts";

/** The memory of one pass: where its blocks are now, and how tensors get in and out. @internal */
export class View {
  readonly #workspace: Workspace;
  readonly #trail: number;
  readonly #work: number;

  /** @param trail address of that block @param work address of that block */
  constructor(workspace: Workspace, trail: number, work: number) {
    this.#workspace = workspace;
    this.#trail = trail;
    this.#work = work;
  }

  bind(calls: readonly Call[]): void {
    for (const call of calls) call.bind(this.#trail, this.#work, this.#workspace.unit);
  }

  write(slot: Slot, { data }: Tensor, t: number = 0): void {
    this.#workspace.array().set(data, this.#start(slot, t));
  }

  /** Writes a tensor of `shape`, or zeros where there is none. */
  writeOrClear(slot: Slot, tensor: Tensor | null, shape: Shape): void {
    if (tensor !== null) return this.write(slot, tensor);
    const from = this.#start(slot, 0);
    this.#workspace.array().fill(0, from, from + sizeOf(shape));
  }

  read(slot: Slot, shape: Shape, dtype: Dtype, t: number = 0): Tensor {
    const out = uninitialized(shape, dtype);
    out.data.set(this.#elements(slot, out.size, t));
    return out;
  }

  /** Whether a tensor lies in a slot, to the last bit. */
  holds(slot: Slot, { data }: Tensor): boolean {
    const start = this.#start(slot, 0);
    const own = this.#workspace.array().subarray(start, start + data.length);
    const [a, b] = [own, data].map(
      (array) => new Int32Array(array.buffer, array.byteOffset, array.byteLength / 4),
    );
    for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
    return true;
  }

  /** Adds a tensor to what lies in a slot. */
  addFrom(slot: Slot, { data }: Tensor): void {
    const array = this.#workspace.array();
    const from = this.#start(slot, 0);
    for (let i = 0; i < data.length; i++) array[from + i] += data[i];
  }

  /** Adds what lies in a slot to a tensor. */
  addTo({ data }: Tensor, slot: Slot): void {
    const elements = this.#elements(slot, data.length, 0);
    for (let i = 0; i < data.length; i++) data[i] += elements[i];
  }

  #elements(slot: Slot, size: number, t: number): ArrayLike<number> {
    const from = this.#start(slot, t);
    return this.#workspace.array().subarray(from, from + size);
  }

  #start({ block, offset, stride }: Slot, t: number): number {
    const address = block === "trail" ? this.#trail : this.#work;
    return address / this.#workspace.unit + offset + t * stride;
  }
}
