import cliProgress from "cli-progress";
import type { Update } from "./training.ts";
import { COLUMNS } from "./wrap.ts";

/** How much the last update counts in the loss that the bar shows; single windows differ too much to read. */
const SMOOTHING = 0.05;

/** What the bar shows beside its own numbers. */
interface Shown {
  readonly bits: string;
  readonly speed: string;
  readonly gradient: string;
  readonly heldOut: string;
}

const BAR = 8;

/** One line, the most important first, and of the rest as much as fits in 80 columns. */
function formatLine(
  _options: unknown,
  { progress, value, total, eta }: { progress: number; value: number; total: number; eta: number },
  { bits, speed, gradient, heldOut }: Shown,
): string {
  const full = Math.round(BAR * Math.min(1, progress));
  const bar = "█".repeat(full) + "░".repeat(BAR - full);
  const parts = [
    `${bits} bits/char${heldOut}`,
    `${duration(eta)} left`,
    `${speed} chars/s`,
    `‖grad‖ ${gradient}`,
  ];
  let line = `${bar} ${value}/${total}`;
  // A line as wide as the terminal would already break.
  for (const part of parts) if (line.length + 3 + part.length < COLUMNS) line += ` │ ${part}`;
  return line;
}

function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "–";
  if (seconds < 100) return `${Math.ceil(seconds)}s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 100 ? `${minutes}m` : `${Math.floor(minutes / 60)}h${minutes % 60}m`;
}

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
        format: formatLine,
        hideCursor: true,
        // Ctrl-C is for the training to handle: it saves first.
        gracefulExit: false,
        etaBuffer: 50,
        noTTYOutput: true,
        notTTYSchedule: 10_000,
      },
      cliProgress.Presets.shades_classic,
    );
    this.#bar.start(total, done, { bits: "–", speed: "–", gradient: "–", heldOut: "" });
  }

  update({ step, loss, gradNorm }: Update): void {
    this.#loss = this.#loss === undefined ? loss : this.#loss + SMOOTHING * (loss - this.#loss);
    this.#bar.update(step, {
      bits: (this.#loss / Math.LN2).toFixed(2),
      speed: this.#speed().toFixed(0),
      gradient: gradNorm.toFixed(2),
    });
  }

  /** Bits per character on held-out text, as of now. */
  heldOut(bits: number): void {
    this.#bar.update({ heldOut: ` (held out ${bits.toFixed(2)})` });
  }

  stop(): void {
    this.#bar.stop();
  }

  #speed(): number {
    const seconds = (performance.now() - this.#started) / 1000;
    return (++this.#updates * this.#charactersPerUpdate) / seconds;
  }
}
