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

/** The memory of one forward pass and the backward passes over it. @internal */
export class RunMemory {
  readonly workspace: Workspace;
  readonly kept: Map<Instruction, (readonly Tensor[])[]> = new Map();
  readonly #resident: Resident | null;
  readonly #work: number | null;

  /**
   * @param trail elements that live until the backward pass
   * @param work elements that a pass needs while it runs, at most
   */
  constructor({ heap, dtype }: Machine, trail: number, work: number) {
    this.workspace = heap ?? new PlainWorkspace(allocate(dtype, trail + work));
    this.#resident = heap === null || trail === 0 ? null : new Resident(heap, trail, this);
    if (heap === null) this.workspace.take(trail);
    this.#work = heap === null ? this.workspace.take(work) : null;
  }

  /** Runs a pass with the addresses of trail and work. */
  within<R>(work: number, run: (trail: number, work: number) => R): R {
    if (this.#work !== null) return run(0, this.#work);
    const address = this.workspace.take(work);
    try {
      // After the work was taken: making room may have moved the trail.
      return run(this.#resident?.address(this) ?? 0, address);
    } finally {
      this.workspace.release(address);
    }
  }

  release(): void {
    this.#resident?.release();
    this.kept.clear();
  }
}
