// The TypeScript programs of the guide's pages, as files that can be checked and run.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root, runTool } from "./setup.mjs";

const docs = join(root, "docs");
const folder = join(docs, ".vitepress/cache/programs");

/**
 * A program: a block of TypeScript, and the blocks marked `continued` that go on with it.
 *
 * @typedef {object} Program
 * @property {string} name the page, and the line the program begins at
 * @property {string} file where it has been written
 * @property {string} source
 * @property {string[]} printed the `text` blocks below its blocks: what it prints
 */

/** The guide's pages, in every language; neither the API reference nor the notebooks. */
export function guidePages() {
  return readdirSync(docs, { recursive: true, encoding: "utf8" })
    .map((page) => page.replaceAll("\\", "/"))
    .filter((page) => page.endsWith(".md") && !/(^|\/)(node_modules|api|notebooks|\.vitepress)\//.test(page))
    .sort();
}

/**
 * @param {string} page
 * @returns {Program[]}
 */
function programsOf(page) {
  const text = readFileSync(join(docs, page), "utf8");
  /** @type {Program[]} */
  const programs = [];
  for (const match of text.matchAll(/^```(ts|text)( continued)?[^\n]*\n([\s\S]*?)^```$/gm)) {
    const [, language, continued, code] = match;
    const current = programs.at(-1);
    if (language === "text") current?.printed.push(code);
    else if (continued && current) current.source += `\n${code}`;
    else {
      const line = text.slice(0, match.index).split("\n").length + 1;
      const file = join(folder, `${page.replaceAll(/[/.]/g, "-")}-${line}.ts`);
      programs.push({ name: `${page}:${line}`, file, source: code, printed: [] });
    }
  }
  return programs;
}

/** Writes the programs of all pages to files that import the packages' sources. */
export function writePrograms() {
  rmSync(folder, { recursive: true, force: true });
  const programs = guidePages().flatMap(programsOf);
  for (const { file, source } of programs) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, source);
  }
  const config = {
    extends: "../../../../tsconfig.json",
    compilerOptions: { incremental: false, paths: { "@rewind/*": ["../../../../packages/*/src/index.ts"] } },
    include: ["*.ts"],
    exclude: [],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config, null, 2));
  return programs;
}

/** Type-checks the programs of all pages. @returns {boolean} whether they are right */
export function checkPrograms() {
  writePrograms();
  return runTool("typescript/bin/tsc", "-p", folder) === 0;
}
