import {
  PlainWorkspace,
  Resident,
  allocate,
  type Dtype,
  type Heap,
  type Tensor,
  type Workspace,
} from "@rewind/autograd";
import type { Course } from "./course.ts";
import type { Instruction } from "./program.ts";

/** What compiled code runs on: set before every run, since code is kept and run again. @internal */
export class Machine {
  /** Kernel memory; null for plain arrays, on which every operation runs its own forward pass. */
  readonly heap: Heap | null;
  readonly dtype: Dtype;
  /** The memory of this run. */
  workspace!: Workspace;
  course!: Course;
  /** What rules that are called as they are saved, step by step; null if no gradient will be asked for. */
  kept: Map<Instruction, (readonly Tensor[])[]> | null = null;

  constructor(heap: Heap | null, dtype: Dtype) {
    this.heap = heap;
    this.dtype = dtype;
  }

  /** Sets out on a pass. */
  use({ workspace, kept }: RunMemory, course: Course): void {
    this.workspace = workspace;
    this.course = course;
    this.kept = kept;
  }
}

/** Elements of work that may stay after a pass. */
const MOST_LEFT = 2 ** 24;

/** The memory of one forward pass and the backward passes over it. @internal */
export class RunMemory {
  readonly workspace: Workspace;
  readonly kept: Map<Instruction, (readonly Tensor[])[]> = new Map();
  readonly #resident: Resident | null;
  readonly #work: number | null;
  #room: number;
  /** The work of the last pass, if it was to stay. */
  #left: Resident | null = null;
  /** What the pass started from whose work stays; null if none does. */
  #origin: unknown = null;

  /**
   * @param trail elements that live until the backward pass
   * @param work elements that a pass needs while it runs, at most
   */
  constructor({ heap, dtype }: Machine, trail: number, work: number) {
    this.workspace = heap ?? new PlainWorkspace(allocate(dtype, trail + work));
    this.#resident = heap === null || trail === 0 ? null : new Resident(heap, trail, this);
    if (heap === null) this.workspace.take(trail);
    this.#work = heap === null ? this.workspace.take(work) : null;
    this.#room = work;
  }

  /** Runs a pass with the addresses of trail and work. */
  within<R>(work: number, run: (trail: number, work: number) => R): R {
    this.#forget();
    if (this.#work !== null) {
      // The last block there is, so it grows where it stands.
      if (work > this.#room) this.workspace.take(work - this.#room);
      this.#room = Math.max(work, this.#room);
      return run(0, this.#work);
    }
    const address = this.workspace.take(work);
    try {
      // After the work was taken: making room may have moved the trail.
      return run(this.#resident?.address(this) ?? 0, address);
    } finally {
      this.workspace.release(address);
    }
  }

  /** As {@link within}, but the work stays as the pass leaves it until the next pass, if there is room. */
  leaving<R>(origin: unknown, work: number, run: (trail: number, work: number) => R): R {
    if (this.#work === null && work > MOST_LEFT) return this.within(work, run);
    let result: R;
    if (this.#work !== null) result = this.within(work, run);
    else {
      this.#forget();
      this.#left = new Resident(this.workspace as Heap, work, this);
      result = run(this.#resident?.address(this) ?? 0, this.#left.address(this));
    }
    this.#origin = origin;
    return result;
  }

  /** What the pass started from whose work is still there, if any is. */
  get origin(): unknown {
    return this.#origin;
  }

  /** Goes on from where the last pass, whose work has stayed, came to an end. */
  again<R>(run: (trail: number, work: number) => R): R {
    if (this.#work !== null) return run(0, this.#work);
    return run(this.#resident?.address(this) ?? 0, (this.#left as Resident).address(this));
  }

  #forget(): void {
    this.#left?.release();
    this.#left = null;
    this.#origin = null;
  }

  release(): void {
    this.#resident?.release();
    this.#forget();
    this.kept.clear();
  }
}
