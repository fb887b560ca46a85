import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundleProgram } from "../../../../scripts/bundle.mjs";

/** How a run of the program ended, and what it had to say. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program as `npm start` runs it, bundled from the sources. */
export class Program {
  // Below the example's own folder: that is where Node looks for the dependencies it imports.
  readonly #file: string = fileURLToPath(
    new URL(`../../node_modules/.cache/rewind/test-${process.pid}.mjs`, import.meta.url),
  );

  async bundle(): Promise<void> {
    const entry = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
    await bundleProgram({ entry, outfile: this.#file, fromSource: true });
  }

  remove(): void {
    for (const file of [this.#file, `${this.#file}.map`]) rmSync(file, { force: true });
  }

  start(args: readonly string[]): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, [this.#file, ...args]);
  }

  /** @param meanwhile gets the process as soon as it has started */
  run(
    args: readonly string[],
    meanwhile: (child: ChildProcessWithoutNullStreams) => void = () => {},
  ): Promise<Ended> {
    return new Promise((resolve, reject) => {
      const child = this.start(args);
      let stdout = "";
      let stderr = "";
      child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, stdout, stderr }));
      meanwhile(child);
    });
  }
}
