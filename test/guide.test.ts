import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test, vi } from "vitest";
import { checkPrograms, guidePages, writePrograms } from "../scripts/guide-programs.mjs";

const docs = fileURLToPath(new URL("../docs/", import.meta.url));
const programs = writePrograms();
const pages = guidePages();

afterEach(() => void vi.restoreAllMocks());

/** Runs a program and returns what it prints. */
async function output(file: string): Promise<string> {
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((...values: unknown[]) => {
    lines.push(`${values.map(String).join(" ")}\n`);
  });
  await import(file);
  return lines.join("");
}

/** Splits text into its numbers and what lies between them. */
function parts(text: string): string[] {
  return text
    .trimEnd()
    .split(/(\d+(?:\.\d+)?(?:e[+-]?\d+)?)/)
    .map((part) => part.replaceAll(/ +/g, " ").replaceAll(" \n", "\n"));
}

describe("the guide's programs", () => {
  test("type-check", { timeout: 60_000 }, () => {
    expect(checkPrograms()).toBe(true);
  });

  test.each(programs.map((program) => [program.name, program] as const))(
    "%s runs and prints what the page says",
    async (_, { file, printed }) => {
      const real = parts(await output(file));
      if (printed.length === 0) return;
      const told = parts(printed.join(""));
      expect(real.filter((_part, i) => i % 2 === 0)).toEqual(told.filter((_part, i) => i % 2 === 0));
      told.forEach((part, i) => {
        // Another backend rounds differently: the last digit that is printed may be another.
        const [, decimals = "", exponent = "0"] = /^\d+(?:\.(\d+))?(?:e(.+))?$/.exec(part) ?? [];
        const unit = 10 ** (Number(exponent) - decimals.length);
        if (i % 2 === 1) expect(Math.abs(Number(real[i]) - Number(part))).toBeLessThan(unit * 1.5);
      });
    },
  );
});

describe("the guide's pages", () => {
  test.each(pages)("%s links to pages that exist", (page) => {
    const text = readFileSync(join(docs, page), "utf8").replaceAll(/^```[\s\S]*?^```$/gm, "");
    for (const [, target] of text.matchAll(/\]\((\.{0,2}\/[^)#\s]*)(?:#[^)]*)?\)/g)) {
      if (/^(\.{0,2}\/)*api\//.test(target)) continue; // made by the build, which follows these
      const path = target.startsWith("/") ? join(docs, target) : resolve(dirname(join(docs, page)), target);
      const candidates = [join(path, "index.md"), `${path}.md`, path, join(docs, "public", target)];
      expect(
        candidates.some((file) => existsSync(file)),
        `${target} in ${page}`,
      ).toBe(true);
    }
  });

  test("every page of the course has its translation, and the locale menu knows it", () => {
    const known = readFileSync(join(docs, ".vitepress/theme/langs.ts"), "utf8");
    const hindi = pages.filter((page) => page.startsWith("hi/")).map((page) => page.slice("hi/".length));
    const course = pages.filter((page) => page.startsWith("course/"));
    expect(hindi).toEqual(expect.arrayContaining(course));
    expect([...known.matchAll(/"([^"]+\.md)"/g)].map((match) => match[1]).sort()).toEqual(hindi.sort());
  });

  test("the translation's programs are the course's", () => {
    const bare = (source: string): string => source.replaceAll(/\s*\/\/.*$/gm, "");
    const sources = (start: string): string[] =>
      programs.filter(({ name }) => name.startsWith(start)).map(({ source }) => bare(source));
    expect(sources("hi/course/")).toEqual(sources("course/"));
  });
});
