import { backend } from "@rewind/autograd";
import type { Report, Request } from "./messages.ts";
import { Trainer, type Update } from "./trainer.ts";

/** How long the worker computes between two looks at its messages, in milliseconds. */
const SLICE = 80;
const SAMPLE_LENGTH = 160;

/** One conversation between the page and its worker: what is asked, trained and told, whatever carries the messages. */
export class Session {
  readonly #tell: (report: Report) => void;
  readonly #later: (run: () => void) => void;
  #trainer: Trainer | null = null;
  #running = false;
  #scheduled = false;

  /**
   * @param tell where reports go
   * @param later calls back once waiting messages have been heard
   */
  constructor(tell: (report: Report) => void, later: (run: () => void) => void) {
    this.#tell = tell;
    this.#later = later;
  }

  handle(request: Request): void {
    this.#guarded(() => {
      if (request.type === "start") {
        this.#trainer = new Trainer(request.text, request.settings, request.seed);
        const { parameterCount, characters } = this.#trainer;
        this.#tell({
          type: "ready",
          parameters: parameterCount,
          characters: characters.length,
          backend: backend(),
        });
      }
      if (request.type === "tune") this.#trainer?.tune(request.tuning);
      else this.#running = request.type !== "pause" && this.#trainer !== null;
      this.#schedule();
    });
  }

  #schedule(): void {
    if (!this.#running || this.#scheduled) return;
    this.#scheduled = true;
    this.#later(() => {
      this.#scheduled = false;
      if (this.#running) this.#guarded(() => this.#train());
      this.#schedule();
    });
  }

  #train(): void {
    const trainer = this.#trainer as Trainer;
    const updates: Update[] = [];
    const end = Date.now() + SLICE;
    do updates.push(trainer.update());
    while (Date.now() < end);
    this.#tell({ type: "progress", updates, flow: trainer.flow(), sample: trainer.sample(SAMPLE_LENGTH) });
  }

  #guarded(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#running = false;
      this.#trainer = null;
      this.#tell({ type: "failed", message: error instanceof Error ? error.message : String(error) });
    }
  }
}
