/**
 * What is wrong with the structure of a JSON text that `JSON.parse` would let pass: a key that occurs twice in one
 * object, or more than `maxDepth` brackets inside one another. Null if nothing. Says nothing about other errors:
 * `JSON.parse` finds those afterwards, and is safe to call once the depth is known to be small.
 *
 * @throws SyntaxError for a malformed escape in a key
 * @internal
 */
export function structureProblem(json: string, maxDepth: number): string | null {
  const keys: Set<string>[] = [];
  for (let i = 0; i < json.length; i++) {
    const character = json[i];
    if (character === "{" || character === "[") {
      keys.push(new Set());
      if (keys.length > maxDepth) return `nested more than ${maxDepth} levels deep`;
    } else if (character === "}" || character === "]") {
      keys.pop();
    } else if (character === '"') {
      const start = i;
      for (i++; i < json.length && json[i] !== '"'; i++) if (json[i] === "\\") i++;
      if (!isBeforeColon(json, i + 1)) continue;
      const key = JSON.parse(json.slice(start, i + 1)) as string;
      if (keys.at(-1)?.has(key)) return `the key ${JSON.stringify(key.slice(0, 80))} occurs twice`;
      keys.at(-1)?.add(key);
    }
  }
  return null;
}

function isBeforeColon(json: string, position: number): boolean {
  let i = position;
  while (json[i] === " " || json[i] === "\n" || json[i] === "\r" || json[i] === "\t") i++;
  return json[i] === ":";
}
