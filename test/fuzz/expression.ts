/** Code of a value, taken apart as far as a campaign changes it: lists and records, and everything else as it is. */
export type Expression =
  | { readonly kind: "atom"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | {
      readonly kind: "record";
      readonly entries: readonly { readonly key: string; readonly value: Expression }[];
    };

export function parse(text: string): Expression {
  const code = text.trim();
  const inside = code.slice(1, -1);
  if (code.startsWith("[") && closes(code)) {
    const items = split(inside).map(parse);
    return { kind: "list", items };
  }
  const entries = code.startsWith("{") && closes(code) ? split(inside).map(entry) : null;
  if (entries !== null && entries.every((found) => found !== null)) return { kind: "record", entries };
  return { kind: "atom", text: code };
}

export function print(expression: Expression): string {
  if (expression.kind === "atom") return expression.text;
  if (expression.kind === "list") return `[${expression.items.map(print).join(", ")}]`;
  return `{ ${expression.entries.map(({ key, value }) => `${key}: ${print(value)}`).join(", ")} }`;
}

/** The values inside, and ways to put others in their places. */
export function places(
  expression: Expression,
): { value: Expression; put: (other: Expression) => Expression }[] {
  const here = { value: expression, put: (other: Expression) => other };
  if (expression.kind === "atom") return [here];
  const inner = expression.kind === "list" ? expression.items : expression.entries.map(({ value }) => value);
  return [
    here,
    ...inner.flatMap((part, i) =>
      places(part).map(({ value, put }) => ({
        value,
        put: (other: Expression) => replaced(expression, i, put(other)),
      })),
    ),
  ];
}

function replaced(whole: Exclude<Expression, { kind: "atom" }>, at: number, part: Expression): Expression {
  return whole.kind === "list"
    ? { ...whole, items: whole.items.map((item, i) => (i === at ? part : item)) }
    : { ...whole, entries: whole.entries.map((old, i) => (i === at ? { ...old, value: part } : old)) };
}

/** Simpler forms of it: without one of its parts. */
export function smaller(expression: Expression): Expression[] {
  if (expression.kind === "atom") return [];
  if (expression.kind === "list")
    return expression.items.map((_, at) => ({
      ...expression,
      items: expression.items.filter((_, i) => i !== at),
    }));
  return expression.entries.map((_, at) => ({
    ...expression,
    entries: expression.entries.filter((_, i) => i !== at),
  }));
}

function entry(text: string): { key: string; value: Expression } | null {
  const match = /^\s*([\w"]+)\s*:([\s\S]*)$/.exec(text);
  return match === null ? null : { key: match[1], value: parse(match[2]) };
}

/** Whether the bracket that opens a text closes at its end. */
function closes(code: string): boolean {
  let depth = 0;
  for (let i = 0; i < code.length; i++) {
    if ("([{".includes(code[i])) depth++;
    if (")]}".includes(code[i]) && --depth === 0) return i === code.length - 1;
  }
  return false;
}

/** The parts of a text between commas that are in no brackets. */
function split(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if ("([{".includes(text[i])) depth++;
    if (")]}".includes(text[i])) depth--;
    if (text[i] !== "," || depth > 0) continue;
    parts.push(text.slice(start, i));
    start = i + 1;
  }
  return [...parts, text.slice(start)].filter((part) => part.trim() !== "");
}
