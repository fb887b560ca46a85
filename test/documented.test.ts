import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const packages = fileURLToPath(new URL("../packages/", import.meta.url));

interface Export {
  readonly name: string;
  readonly file: string;
}

/** Everything a file exports under a name, wherever it is declared. */
function exportsOf(file: string): Export[] {
  const source = readFileSync(file, "utf8");
  const at = (path: string): string => join(dirname(file), path);
  const everything = [...source.matchAll(/^export \* from "([^"]+)"/gm)].flatMap(([, path]) =>
    exportsOf(at(path)),
  );
  const lists = [...source.matchAll(/^export (?:type )?\{([^}]*)\} from "([^"]+)"/gm)];
  const named = lists.flatMap(([, list, path]) =>
    list
      .split(",")
      .map((entry) => entry.trim().replace(/^type /, ""))
      .filter((entry) => entry !== "")
      .map((entry) => ({ name: entry.split(" as ")[0], file: at(path) })),
  );
  return [...everything, ...named];
}

/** Whether the declaration of a name has a comment of the kind that editors and the reference show. */
function isDocumented({ name, file }: Export): boolean {
  const source = readFileSync(file, "utf8");
  const declaration = new RegExp(
    String.raw`^export (?:declare )?(?:abstract )?(?:const|let|class|function\*?|interface|type) ${name}\b`,
    "m",
  ).exec(source);
  if (declaration === null) {
    const again = exportsOf(file).find((each) => each.name === name);
    return again !== undefined && isDocumented(again);
  }
  return source.slice(0, declaration.index).trimEnd().endsWith("*/");
}

const internal = new Set(exportsOf(join(packages, "autograd/src/internal.ts")).map(({ name }) => name));
const published = readdirSync(packages).filter((name) => existsSync(join(packages, name, "src/index.ts")));

test.each(published)("every export of %s is documented", (name) => {
  const found = exportsOf(join(packages, name, "src/index.ts"));
  expect(found.length).toBeGreaterThan(5);
  const bare = found.filter((each) => !internal.has(each.name) && !isDocumented(each));
  expect(bare.map((each) => each.name)).toEqual([]);
});
