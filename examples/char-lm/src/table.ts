/** Lines of a table with a rule below its head; columns as wide as their widest cell, numbers to the right. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) =>
    Math.max(width(title), ...rows.map((row) => width(row[column]))),
  );
  const numeric = head.map((_, column) => rows.every((row) => /^[\d.e+-]+$|^$/.test(row[column])));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const space = " ".repeat(widths[column] - width(cell));
        return numeric[column] ? space + cell : cell + space;
      })
      .join("  ")
      .trimEnd();
  return [line(head), widths.map((w) => "─".repeat(w)).join("  "), ...rows.map(line)];
}

/** A character as a table can show it. */
export function showCharacter(character: string): string {
  if (character === "\n") return "↵";
  return character === " " ? "␣" : character;
}

/** Columns a text takes: combining marks and the rest of Unicode's fine print left aside. */
function width(text: string): number {
  return Array.from(text).length;
}
