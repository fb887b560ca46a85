import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { gradientTable, lossCurve, type Shown } from "../../src/index.ts";

const picture = lossCurve([2, 1]);
const table = gradientTable([{ input: "H", hidden: 1, output: "e", gradient: 0.5 }]);
const host = globalThis as { __tslab__?: unknown };

afterEach(() => delete host.__tslab__);

describe("in a notebook", () => {
  function displayed(print: () => string): { html: string[]; text: string } {
    const html: string[] = [];
    host.__tslab__ = { require: () => ({ display: { html: (text: string) => html.push(text) } }) };
    return { text: print(), html };
  }

  test.each([picture, table])("the last line of a cell shows itself", (shown) => {
    expect(displayed(() => inspect(shown))).toEqual({ html: [shown.html], text: shown.description });
  });

  test("but not from within something else", () => {
    expect(displayed(() => inspect([picture])).html).toEqual([]);
  });
});

test("a console prints what it can", () => {
  expect(inspect(picture)).toBe(`[Picture: ${picture.description}]`);
  expect(inspect(table)).toBe(table.text);
});

test.each(["_toMime", Symbol.for("Jupyter.display")])("kernels that ask by %o get every format", (key) => {
  const ask = (shown: Shown): unknown => (shown as unknown as Record<symbol | string, () => unknown>)[key]();
  expect(ask(picture)).toEqual({
    "text/html": picture.svg,
    "image/svg+xml": picture.svg,
    "text/plain": picture.description,
  });
  expect(ask(table)).toEqual({ "text/html": table.html, "text/plain": table.text });
});

test("writes itself to a file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "rewind-viz-"));
  try {
    await picture.write(join(folder, "loss.svg"));
    expect(await readFile(join(folder, "loss.svg"), "utf8")).toBe(picture.svg);
    await expect(picture.write("")).rejects.toThrow(/^write: path/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
