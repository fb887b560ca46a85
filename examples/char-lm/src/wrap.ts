/** Columns that every terminal has. */
export const COLUMNS = 80;

/**
 * A text in lines of at most 80 columns, broken at spaces; a word that is longer than a line is cut.
 *
 * @param indent columns before each line but the first, which the caller begins
 */
export function wrap(text: string, indent: number): string {
  const width = COLUMNS - indent;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
    for (; line.length > width; line = line.slice(width)) lines.push(line.slice(0, width));
  }
  return [...lines, line].join(`\n${" ".repeat(indent)}`);
}
