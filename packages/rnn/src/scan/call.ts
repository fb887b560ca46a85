import type { Slot } from "./storage.ts";

/** What a call does, at given addresses. @internal */
export type Action = (at: readonly number[], t: number) => void;

/** One thing done at every step, with the slots it reads and writes. Made once, used for all steps and all runs. @internal */
export class Call {
  readonly #run: Action;
  readonly #prepare: Action | undefined;
  readonly #slots: readonly Slot[];
  readonly #at: number[];
  readonly #base: number[];
  readonly #strides: number[];

  constructor(slots: readonly Slot[], run: Action, prepare?: Action) {
    this.#slots = slots;
    this.#run = run;
    this.#prepare = prepare;
    this.#at = slots.map(() => 0);
    this.#base = slots.map(() => 0);
    this.#strides = slots.map(() => 0);
  }

  /** Fixes the addresses of the blocks for the run that follows. */
  bind(trail: number, work: number, unit: number): void {
    this.#slots.forEach(({ block, offset, stride }, i) => {
      this.#base[i] = (block === "trail" ? trail : work) + unit * offset;
      this.#strides[i] = unit * stride;
    });
  }

  /** Does what needs to be done once before all steps. */
  prepare(): void {
    this.#prepare?.(this.#base, 0);
  }

  step(t: number): void {
    const at = this.#at;
    const base = this.#base;
    const strides = this.#strides;
    for (let i = 0; i < at.length; i++) at[i] = base[i] + t * strides[i];
    this.#run(at, t);
  }
}
