import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Answer, Request } from "./serve.ts";
import type { Spec } from "./spec.ts";

/** How to start a framework's process. */
export interface Program {
  command: string;
  args: readonly string[];
  /** Added to the environment. */
  env?: Readonly<Record<string, string>>;
  /** Passed on with the workload: Rewind's choice of kernels. */
  backend?: string;
  /** Whether it has such a workload. Default: all. */
  has?(spec: Spec): boolean;
}

/** A framework's process, asked one thing at a time. */
export class Child {
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  #complaint = "";

  constructor({ command, args, env }: Program) {
    const child = spawn(command, args, {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    child.on("error", (error) => (this.#complaint = error.message));
    child.stdin.on("error", () => {});
    child.stderr.on("data", (text) => (this.#complaint = (this.#complaint + String(text)).slice(-2000)));
    this.#process = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Sends a request and waits for its answer, no longer than `seconds`: then the process is ended. */
  async ask(request: Request, seconds: number): Promise<Answer> {
    this.#process.stdin?.write(`${JSON.stringify(request)}\n`);
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      this.end();
    }, seconds * 1000);
    try {
      for (;;) {
        const { done, value } = await this.#lines.next();
        if (late) return { error: `took over ${seconds} s` };
        if (done === true) return { error: this.#lastWords() };
        // Some frameworks greet on stdout.
        if (value.startsWith("{")) return JSON.parse(value) as Answer;
      }
    } finally {
      clearTimeout(limit);
    }
  }

  #lastWords(): string {
    const lines = this.#complaint.trim().split("\n");
    return lines.find((line) => /^\w*Error\b/.test(line)) ?? (lines.at(-1) || "the process ended");
  }

  end(): void {
    this.#process.kill("SIGKILL");
  }
}
