/** One output of a notebook's cell, replaced by each call. */
export interface Display {
  html(text: string): void;
}

interface Tslab {
  readonly display: Display;
  newDisplay(): Display;
}

/** The notebook kernel this program runs in, or null. */
function kernel(): Tslab | null {
  const { __tslab__: host } = globalThis as { __tslab__?: { require?: (id: string) => unknown } };
  return (host?.require?.("tslab") as Tslab | undefined) ?? null;
}

/** Shows `html` below the cell that runs now; returns whether there is one. @internal */
export function displayHtml(html: string): boolean {
  const found = kernel();
  found?.display.html(html);
  return found !== null;
}

/** An output of its own below the cell that runs now, or null outside a notebook. @internal */
export function newDisplay(): Display | null {
  return kernel()?.newDisplay() ?? null;
}
