// What typedoc itself has no option for: short names of the packages, and no pages for what one package exports to another.
import { readFileSync } from "node:fs";
import { Converter, ReflectionKind } from "typedoc";

/** The names of `internal.ts`, which are outside semantic versioning. */
function internalNames() {
  const source = readFileSync(new URL("../packages/autograd/src/internal.ts", import.meta.url), "utf8");
  const lists = [...source.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].map((match) => match[1]);
  const names = lists.flatMap((list) => list.split(",")).map((entry) => entry.trim().split(" ").at(-1));
  return new Set(names.filter((name) => name !== ""));
}

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    const internal = internalNames();
    for (const module of project.getChildrenByKind(ReflectionKind.Module)) {
      module.name = module.name.replace(/\/src$/, "");
      if (module.name !== "autograd") continue;
      const removed = (module.children ?? []).filter(({ name }) => internal.has(name));
      for (const reflection of removed) project.removeReflection(reflection);
    }
  });
}
