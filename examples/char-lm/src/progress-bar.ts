import cliProgress from "cli-progress";
import type { Update } from "./training.ts";

/** How much the last update counts in the loss that the bar shows; single windows differ too much to read. */
const SMOOTHING = 0.05;

/** The state of a training, drawn on stderr: a bar on a terminal, now and then a line elsewhere. */
export class ProgressBar {
  readonly #bar: cliProgress.SingleBar;
  readonly #charactersPerUpdate: number;
  readonly #started: number = performance.now();
  #loss: number | undefined;
  #updates = 0;

  constructor(done: number, total: number, charactersPerUpdate: number) {
    this.#charactersPerUpdate = charactersPerUpdate;
    this.#bar = new cliProgress.SingleBar(
      {
        format:
          "{bar} {percentage}% │ update {value}/{total} │ loss {loss} │ {bits} bits/char │ {speed} chars/s │ ‖grad‖ {gradient} │ {eta_formatted} left{heldOut}",
        barsize: 20,
        hideCursor: true,
        // Ctrl-C is for the training to handle: it saves first.
        gracefulExit: false,
        etaBuffer: 50,
        noTTYOutput: true,
        notTTYSchedule: 10_000,
      },
      cliProgress.Presets.shades_classic,
    );
    this.#bar.start(total, done, { loss: "–", bits: "–", speed: "–", gradient: "–", heldOut: "" });
  }

  update({ step, loss, gradNorm }: Update): void {
    this.#loss = this.#loss === undefined ? loss : this.#loss + SMOOTHING * (loss - this.#loss);
    this.#bar.update(step, {
      loss: this.#loss.toFixed(3),
      bits: (this.#loss / Math.LN2).toFixed(2),
      speed: this.#speed().toFixed(0),
      gradient: gradNorm.toFixed(2),
    });
  }

  /** Bits per character on held-out text, as of now. */
  heldOut(bits: number): void {
    this.#bar.update({ heldOut: ` │ held out ${bits.toFixed(3)}` });
  }

  stop(): void {
    this.#bar.stop();
  }

  #speed(): number {
    const seconds = (performance.now() - this.#started) / 1000;
    return (++this.#updates * this.#charactersPerUpdate) / seconds;
  }
}
