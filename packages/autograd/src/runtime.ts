/** Listens to every operation, to find out what program a function runs. At most one listens at a time. */
export interface Listener {
  /** Whether an operation is computing just now: what it does inside is its own business. */
  inside: boolean;
  /** Told of every operation performed. */
  record(call: unknown): void;
  /** Told before something happens that no program of operations can repeat; throws to prevent it. */
  refuse(what: string): never;
}

/** Watches what a function depends on while it runs, without being in its way. */
export interface Watcher {
  /** Told of the tensors an operation read, and of those it made if they may want gradients. */
  see(inputs: readonly unknown[], outputs: readonly unknown[]): void;
  /** Told before a generator draws a random number. */
  draws(generator: unknown): void;
  /** Told before a tensor is written in place. */
  writes(tensor: unknown): void;
}

/**
 * The one mutable global. It hangs on `globalThis` so that two copies of this package in one program (a
 * bundle and a notebook's import, say) still share one tape clock and one gradient mode.
 */
export interface Runtime {
  /** Whether operations record themselves. */
  gradEnabled: boolean;
  /** Whether nodes remember where they were created and backward looks for NaN. */
  anomaly: boolean;
  /** Creation number of the next node: the tape's clock. */
  nextNode: number;
  /** Number of the next backward walk. */
  nextWalk: number;
  /** How many functional transforms (`grad`, `jvp` …) are running, one inside the other. */
  transformDepth: number;
  /** Whether tensors of two dtypes meet in float64 rather than be refused: in gradient checks. */
  promotes: boolean;
  /** Who listens to the operations performed; null almost always. */
  recorder: Listener | null;
  /** Who watches what is read and drawn; null almost always. */
  watcher: Watcher | null;
  /** Called whenever a tensor is made while modules may still be under construction; null otherwise. */
  unsettled: (() => void) | null;
  /** Whether tensors are just being put in the place of parameters, to be taken out again. */
  replacing: boolean;
}

const KEY = Symbol.for("@rewind/runtime");
const holder = globalThis as { [KEY]?: Runtime };

export const runtime: Runtime = (holder[KEY] ??= {
  gradEnabled: true,
  anomaly: false,
  nextNode: 1,
  nextWalk: 1,
  transformDepth: 0,
  promotes: false,
  recorder: null,
  watcher: null,
  unsettled: null,
  replacing: false,
});
