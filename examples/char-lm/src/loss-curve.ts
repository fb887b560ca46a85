import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { attempt, regularFile } from "./atomic-write.ts";
import type { Update } from "./training.ts";

const HEAD = "update,loss,bits per character,gradient norm,learning rate";

/** The loss curve as a CSV file, one line per update. Numbers are exact: two equal runs write equal files. */
export class LossCurve {
  readonly #file: string;

  /** @param done updates of the run that the file may already hold; later ones, which a crash left, are dropped */
  constructor(file: string, done: number) {
    this.#file = file;
    attempt(file, () => {
      regularFile(file);
      const rows = done > 0 && existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(1) : [];
      const kept = rows.filter((row) => row !== "" && Number.parseInt(row, 10) <= done);
      writeFileSync(file, [HEAD, ...kept, ""].join("\n"));
    });
  }

  add({ step, loss, gradNorm, lr }: Update): void {
    attempt(this.#file, () =>
      appendFileSync(this.#file, `${step},${loss},${loss / Math.LN2},${gradNorm},${lr}\n`),
    );
  }
}
