import { escapeXml } from "./escape-xml.ts";
import { Shown, type MimeBundle } from "./shown.ts";

/** Rows under headings, as text in columns and as an HTML table. */
export class Table extends Shown {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];

  /** @internal */
  constructor(head: readonly string[], rows: readonly (readonly string[])[], description: string) {
    super(description);
    this.head = head;
    this.rows = rows;
  }

  /** Columns of a fixed width, for a terminal. */
  get text(): string {
    const all = [this.head, ...this.rows];
    const widths = this.head.map((_, column) => Math.max(...all.map((row) => [...row[column]].length)));
    const line = (row: readonly string[]): string =>
      row
        .map((cell, column) => cell + " ".repeat(widths[column] - [...cell].length))
        .join("  ")
        .trimEnd();
    return [line(this.head), line(widths.map((width) => "─".repeat(width))), ...this.rows.map(line)].join(
      "\n",
    );
  }

  get html(): string {
    const cells = (tag: string, row: readonly string[], attributes = ""): string =>
      row.map((cell) => `<${tag}${attributes}>${escapeXml(cell)}</${tag}>`).join("");
    const body = this.rows.map((row) => `<tr>${cells("td", row)}</tr>`).join("");
    const head = `<thead><tr>${cells("th", this.head, ` scope="col"`)}</tr></thead>`;
    return `<table style="color:inherit"><caption>${escapeXml(this.description)}</caption>${head}<tbody>${body}</tbody></table>`;
  }

  toString(): string {
    return this.text;
  }

  protected override get printed(): string {
    return this.text;
  }

  mimeBundle(): MimeBundle {
    return { "text/html": this.html, "text/plain": this.text };
  }
}
