import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { DATA_FOLDER } from "./data-folder.ts";
import { KINDS } from "./kinds/index.ts";
import { loadCases, runCase } from "./run.ts";

const { values } = parseArgs({ options: { dir: { type: "string", default: DATA_FOLDER } } });

const outcomes = [...loadCases(resolve(values.dir)).values()].flat().map((golden) => runCase(golden, KINDS));
for (const kind of new Set(outcomes.map((outcome) => outcome.kind))) {
  const own = outcomes.filter((outcome) => outcome.kind === kind);
  console.log(`${kind} ${own.filter((outcome) => outcome.failure === null).length}/${own.length}`);
}
const failed = outcomes.filter((outcome) => outcome.failure !== null);
for (const { id, failure } of failed) console.log(`failed ${id}: ${failure}`);
console.log(`${outcomes.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 && outcomes.length > 0 ? 0 : 1;
