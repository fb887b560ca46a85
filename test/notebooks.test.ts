// What can be known about the notebooks without Jupyter; `npm run notebooks` runs them.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const folder = fileURLToPath(new URL("../docs/notebooks/", import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));

interface Notebook {
  cells: { cell_type: string; source: string[]; outputs?: unknown[]; execution_count?: number | null }[];
  metadata: { kernelspec: { name: string } };
}

test("the folder's README lists every notebook, in order", () => {
  const links = [...readFileSync(`${folder}README.md`, "utf8").matchAll(/\(([^)]+\.ipynb)\)/g)];
  expect(links.map(([, name]) => name)).toEqual(names.sort());
});

describe.each(names)("%s", (name) => {
  const { cells, metadata } = JSON.parse(readFileSync(folder + name, "utf8")) as Notebook;

  test("is kept without outputs", () => {
    for (const cell of cells.filter(({ cell_type }) => cell_type === "code")) {
      expect(cell.outputs).toEqual([]);
      expect(cell.execution_count).toBeNull();
    }
  });

  test("is TypeScript under a title, and checks its claims in the last cell", () => {
    expect(metadata.kernelspec.name).toBe("tslab");
    expect(cells[0].source[0]).toMatch(/^# \d · /);
    expect(
      cells
        .at(-1)!
        .source.join("")
        .match(/^check\(/gm)!.length,
    ).toBeGreaterThan(2);
  });
});
