import { Shown, type MimeBundle } from "./shown.ts";

/** A picture as SVG. It takes its text colour from where it stands, and so is readable on light and on dark. */
export class Picture extends Shown {
  /** The whole picture, `<svg xmlns=…>…</svg>`. */
  readonly svg: string;
  readonly title: string;

  /** @internal */
  constructor(svg: string, title: string, description: string) {
    super(description);
    this.svg = svg;
    this.title = title;
  }

  get html(): string {
    return this.svg;
  }

  toString(): string {
    return this.svg;
  }

  mimeBundle(): MimeBundle {
    return { "text/html": this.html, "image/svg+xml": this.svg, "text/plain": this.description };
  }
}
