import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { DATA_FOLDER, EXTRA_FOLDER } from "./data-folder.ts";
import { findKind } from "./kinds/index.ts";
import { loadCases, runCase, type Outcome } from "./run.ts";

const HELP = `npm run golden -- [options] [folder ...]

Computes every case of the *.json files in the folders and compares with their reference results.
Without a folder: the project's own, test/golden/data and test/golden/extra.
Exits with 1 if a case fails, if a kind is unknown, or if there is no case at all.

  --kind <name>   only cases of this kind; may be given several times
  --quiet         only what fails
  --help          this text`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dir: { type: "string", multiple: true, default: [] },
    kind: { type: "string", multiple: true, default: [] },
    quiet: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(HELP);
else process.exitCode = main();

function main(): number {
  const given = [...positionals, ...values.dir].map((folder) => resolve(folder));
  const missing = given.find((folder) => !existsSync(folder));
  if (missing !== undefined) {
    console.error(`no folder ${missing}`);
    return 1;
  }
  const folders = given.length > 0 ? given : [DATA_FOLDER, EXTRA_FOLDER];
  const cases = folders.flatMap((folder) => [...loadCases(folder).values()].flat());
  const chosen = values.kind.length === 0 ? cases : cases.filter(({ kind }) => values.kind.includes(kind));
  return report(chosen.map((golden) => runCase(golden, findKind)));
}

function report(outcomes: readonly Outcome[]): number {
  const kinds = [...new Set(outcomes.map(({ kind }) => kind))];
  for (const kind of kinds) {
    const own = outcomes.filter((outcome) => outcome.kind === kind);
    const failed = own.filter(({ failure }) => failure !== null);
    if (failed.length > 0 || !values.quiet)
      console.log(`${kind} ${own.length - failed.length}/${own.length}`);
    for (const { id, failure } of failed) console.log(`  ${id}: ${failure}`);
  }
  const failed = outcomes.filter(({ failure }) => failure !== null);
  const unknown = new Set(outcomes.filter((outcome) => outcome.unknown).map(({ kind }) => kind));
  if (unknown.size > 0) console.log(`unknown kinds: ${[...unknown].join(", ")}`);
  console.log(`${kinds.length} kinds, ${outcomes.length - failed.length} passed, ${failed.length} failed`);
  return failed.length === 0 && outcomes.length > 0 ? 0 : 1;
}
