import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

/** `Class.member` of what TypeScript keeps from callers, and JavaScript does not. */
const found: ReadonlySet<string> = new Set(sources().flatMap(protectedIn));

/** Whether a member of an object is declared protected, private or internal by its class or one above. */
export function isProtected(object: object, key: string): boolean {
  for (
    let at = Object.getPrototypeOf(object) as object | null;
    at !== null;
    at = Object.getPrototypeOf(at) as object | null
  )
    if (found.has(`${at.constructor.name}.${key}`)) return true;
  return false;
}

function protectedIn(source: string): string[] {
  return source.split(/(?=^export (?:abstract )?class )/m).flatMap((part) => {
    const name = /^export (?:abstract )?class (\w+)/.exec(part)?.[1];
    const declared = part.matchAll(
      /^ +(?:protected|private) (?:(?:abstract|override|readonly|static) )*(\w+)|@internal\s*\*\/\s+(?:readonly )?(\w+)/gm,
    );
    return name === undefined ? [] : [...declared].map(([, first, second]) => `${name}.${first ?? second}`);
  });
}

function sources(): string[] {
  const packages = fileURLToPath(new URL("../../packages", import.meta.url));
  return readdirSync(packages, { recursive: true, encoding: "utf8" })
    .filter((path) => /^\w+\/src\/.*\.ts$/.test(path) && !path.includes("assembly"))
    .map((path) => readFileSync(join(packages, path), "utf8"));
}
