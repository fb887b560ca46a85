import { backend } from "@rewind/autograd";
import type { Report, Request } from "./messages.ts";
import { cellsOf } from "./settings.ts";
import { Trainer, type Update } from "./trainer.ts";

/** How long the worker computes between two looks at its messages, in milliseconds. */
const SLICE = 80;
const SAMPLE_LENGTH = 160;

/** One conversation between the page and its worker: what is asked, trained and told, whatever carries the messages. */
export class Session {
  readonly #tell: (report: Report) => void;
  readonly #later: (run: () => void) => void;
  #trainers: readonly Trainer[] = [];
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
        const { text, settings, seed } = request;
        const cells = cellsOf(settings);
        this.#trainers = cells.map((cell) => new Trainer(text, settings, cell, seed));
        this.#tell({
          type: "ready",
          nets: cells.map((cell, i) => ({ cell, parameters: this.#trainers[i].parameterCount })),
          choices: this.#trainers[0].reading.choices,
          backend: backend(),
        });
      }
      if (request.type === "tune") for (const trainer of this.#trainers) trainer.tune(request.tuning);
      else this.#running = request.type !== "pause" && this.#trainers.length > 0;
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
    const updates = this.#trainers.map((): Update[] => []);
    const end = Date.now() + SLICE;
    do this.#trainers.forEach((trainer, i) => updates[i].push(trainer.update()));
    while (Date.now() < end);
    const nets = this.#trainers.map((trainer, i) => ({
      updates: updates[i],
      flow: trainer.flow(),
      sample: trainer.sample(SAMPLE_LENGTH),
      recalled: trainer.recalled,
    }));
    this.#tell({ type: "progress", nets });
  }

  #guarded(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#running = false;
      this.#trainers = [];
      this.#tell({ type: "failed", message: error instanceof Error ? error.message : String(error) });
    }
  }
}
