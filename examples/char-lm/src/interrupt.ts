const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Notices Ctrl-C, `kill` and a terminal that is closed, so that work can come to a good end first; a second one ends the program at once. */
export class Interrupt {
  /** The exit code that tells which signal it was; null while there was none. */
  exitCode: number | null = null;
  readonly #handler = (signal: NodeJS.Signals): void => {
    const code = signals[signal as keyof typeof signals];
    if (this.exitCode !== null) process.exit(code);
    this.exitCode = code;
  };

  constructor() {
    for (const signal of Object.keys(signals)) process.on(signal, this.#handler);
  }

  release(): void {
    for (const signal of Object.keys(signals)) process.off(signal, this.#handler);
  }
}
