import { catalogue } from "./catalogue.ts";
import type { Program } from "./child.ts";
import { describe } from "./describe.ts";
import { disagreements } from "./disagreements.ts";
import { machine } from "./machine.ts";
import { measure } from "./measure.ts";
import { help, readOptions, type Options } from "./options.ts";
import { peerPrograms, pytorchProgram, rewindPrograms } from "./programs.ts";
import { writeResults } from "./readme.ts";
import { isOwn, type Failure, type Result } from "./result.ts";
import { table } from "./table.ts";

async function run(options: Options): Promise<void> {
  const own = await rewindPrograms(options.nodes, options.backend);
  const others = await otherPrograms(options);
  const results: (Result | Failure)[] = [];
  for (const name of options.workloads) {
    const workload = catalogue[name];
    const able = Object.entries(others).filter(([, { has }]) => has === undefined || has(workload.spec));
    const programs = { ...own, ...(workload.compared ? Object.fromEntries(able) : {}) };
    const measured = await measure(name, workload, programs, options.limits);
    for (const one of measured) console.log(options.json ? JSON.stringify(one) : describe(one));
    results.push(...measured);
  }
  const lines = disagreements(results);
  for (const line of lines) console.error(`different work: ${line}`);
  const text = `${machine()}. ${versions(results)}.\n\n${table(results)}`;
  if (!options.json && results.length > 1) console.log(`\n${text}`);
  if (options.write) writeResults(`${new Date().toISOString().slice(0, 10)}, ${text}`);
  if (lines.length > 0 || results.some((one) => isOwn(one.framework) && "error" in one)) {
    process.exitCode = 1;
  }
}

async function otherPrograms({ python, peers }: Options): Promise<Record<string, Program>> {
  return {
    ...(python !== undefined && { PyTorch: pytorchProgram(python) }),
    ...(peers && (await peerPrograms())),
  };
}

/** The frameworks that gave results, with their versions. */
function versions(results: readonly (Result | Failure)[]): string {
  const names = results.flatMap((one) => ("error" in one ? [] : [one.version]));
  return [...new Set(names)].join(", ");
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) console.log(help);
  else await run(options);
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
