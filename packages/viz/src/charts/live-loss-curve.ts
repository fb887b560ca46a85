import { ArgumentError, checkInteger, checkOptions, formatValue, refuseExtra } from "@rewind/autograd";
import { PICTURE_OPTIONS, entriesOf } from "../figure/check.ts";
import { newDisplay, type Display } from "../figure/notebook.ts";
import type { Picture } from "../figure/picture.ts";
import { LINE_OPTIONS, type LinePlotOptions } from "./line-plot.ts";
import { lossCurve } from "./loss-curve.ts";

/** Options of {@link liveLossCurve}. */
export interface LiveLossCurveOptions extends LinePlotOptions {
  /** Redraw after so many losses. Default 10. */
  every?: number;
  /** Called with each new picture: a page puts its `svg` somewhere. Default: only a notebook shows it. */
  show?: (picture: Picture) => void;
}

/**
 * A loss curve that is drawn while the model learns. In a notebook all its pictures take one place, below the cell that
 * made it.
 *
 * @example
 * const curve = liveLossCurve({ y: "nats per character" });
 * for (let step = 0; step < 500; step++) {
 *   curve.push(update());
 *   await curve.painted(); // lets the notebook draw
 * }
 * curve.end();
 * @throws ArgumentError if an option is not in its domain
 */
export function liveLossCurve(options: LiveLossCurveOptions = {}): LiveLossCurve {
  return new LiveLossCurve(options);
}

/** See {@link liveLossCurve}. */
export class LiveLossCurve {
  readonly #display: Display | null;
  readonly #every: number;
  readonly #show: ((picture: Picture) => void) | undefined;
  readonly #options: LinePlotOptions;
  /** Without a prototype: any name is a plain key. */
  readonly #losses = Object.create(null) as Record<string, number[]>;
  #pushed = 0;

  /** @internal */
  constructor(options: LiveLossCurveOptions) {
    checkOptions("liveLossCurve", options, [...PICTURE_OPTIONS, ...LINE_OPTIONS, "every", "show"]);
    const { every = 10, show, ...rest } = options;
    if (show !== undefined && typeof show !== "function")
      throw new ArgumentError(`liveLossCurve: show must be a function, got ${formatValue(show)}`);
    this.#every = checkInteger("liveLossCurve", "every", every, 1);
    this.#show = show;
    this.#options = rest;
    this.#display = newDisplay();
  }

  /** The losses so far, by name. */
  get losses(): Readonly<Record<string, readonly number[]>> {
    return this.#losses;
  }

  /**
   * Adds the loss of an update, or one of each curve by name: `{ train, validation }`.
   *
   * @throws ArgumentError if a loss is not finite: training has then gone wrong, and the curve ends before it
   */
  push(loss: number | Readonly<Record<string, number>>): void {
    if (arguments.length > 1) refuseExtra("LiveLossCurve.push", arguments, 1, true);
    const entries =
      typeof loss === "number" ? [["loss", loss] as const] : entriesOf("liveLossCurve", "losses", loss);
    for (const [name, value] of entries) {
      if (typeof value !== "number" || !Number.isFinite(value))
        throw new ArgumentError(
          `liveLossCurve: ${name} number ${this.#pushed + 1} is ${formatValue(value)}; a loss must be finite: ` +
            `clip the gradient or lower the learning rate`,
        );
    }
    for (const [name, value] of entries) (this.#losses[name] ??= []).push(value as number);
    this.#pushed++;
    if (this.#pushed % this.#every === 0) this.#draw();
  }

  /** The curve so far. */
  picture(): Picture {
    if (arguments.length > 0) refuseExtra("LiveLossCurve.picture", arguments, 0, true);
    return lossCurve(this.#losses, this.#options);
  }

  /** Draws the last losses and returns the whole curve. */
  end(): Picture {
    if (arguments.length > 0) refuseExtra("LiveLossCurve.end", arguments, 0, true);
    if (this.#pushed % this.#every !== 0) this.#draw();
    return this.picture();
  }

  /** Lets whatever shows the curve draw: a loop that never waits shows nothing until it ends. */
  painted(): Promise<void> {
    if (arguments.length > 0) refuseExtra("LiveLossCurve.painted", arguments, 0, true);
    return new Promise((resolve) => setTimeout(resolve));
  }

  #draw(): void {
    const picture = this.picture();
    this.#display?.html(picture.html);
    this.#show?.(picture);
  }
}
