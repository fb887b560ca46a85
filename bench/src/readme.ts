import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const readme = fileURLToPath(new URL("../README.md", import.meta.url));
const begin = "<!-- results: written by npm run bench -- --write -->";
const end = "<!-- end of results -->";

/** Puts new results in the place of the old ones in `bench/README.md`. */
export function writeResults(text: string): void {
  const old = readFileSync(readme, "utf8");
  const from = old.indexOf(begin);
  const to = old.indexOf(end);
  if (from < 0 || to < from) throw new Error(`bench/README.md has lost its marks "${begin}" and "${end}"`);
  writeFileSync(readme, `${old.slice(0, from + begin.length)}\n\n${text}\n\n${old.slice(to)}`);
}
