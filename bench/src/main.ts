import { parseArgs } from "node:util";
import { catalogue, type Workload } from "./catalogue.ts";
import type { Program } from "./child.ts";
import { machine } from "./machine.ts";
import { measure, type Limits } from "./measure.ts";
import { peerPrograms, pytorchProgram, rewindProgram } from "./programs.ts";
import { writeResults } from "./readme.ts";
import type { Failure, Result } from "./result.ts";
import { disagreements, table } from "./table.ts";

const help = `npm run bench                       every workload, beside TensorFlow.js and jax-js
npm run bench -- <workload…>        these workloads in Rewind alone

  --peers              named workloads too run beside the other frameworks
  --alone              without the other frameworks
  --python <command>   beside PyTorch too, in a Python that has it
  --backend <name>     Rewind's kernels: simd or scalar
  --rounds <n>         turns each framework takes, after one to warm up (default 5)
  --turn <ms>          how long a turn is (default 300)
  --limit <s>          longest wait for one turn, compilation included (default 30)
  --budget <s>         a framework that has used so much takes no more turns (default 5)
  --json               a line of JSON for every workload and framework
  --write              puts the table into bench/README.md

Workloads: ${Object.keys(catalogue).join(", ")}`;

const { values: options, positionals } = readArguments();

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        peers: { type: "boolean", default: false },
        alone: { type: "boolean", default: false },
        python: { type: "string" },
        backend: { type: "string" },
        rounds: { type: "string", default: "5" },
        turn: { type: "string", default: "300" },
        limit: { type: "string", default: "30" },
        budget: { type: "string", default: "5" },
        json: { type: "boolean", default: false },
        write: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(2);
  }
}

function positive(name: "rounds" | "turn" | "limit" | "budget"): number {
  const value = Number(options[name]);
  if (!(value > 0)) throw new Error(`--${name} must be a positive number, got ${options[name]}`);
  return value;
}

function chosen(): [string, Workload][] {
  const names = positionals.length > 0 ? positionals : Object.keys(catalogue);
  return names.map((name) => {
    if (!Object.hasOwn(catalogue, name)) throw new Error(`there is no workload "${name}"; --help lists them`);
    return [name, catalogue[name]];
  });
}

async function others(): Promise<Record<string, Program>> {
  const python: Record<string, Program> =
    options.python === undefined ? {} : { PyTorch: pytorchProgram(options.python) };
  const wanted = !options.alone && (options.peers || positionals.length === 0);
  return wanted ? { ...python, ...(await peerPrograms()) } : python;
}

async function run(): Promise<void> {
  if (options.backend !== undefined && options.backend !== "simd" && options.backend !== "scalar") {
    throw new Error(`--backend must be simd or scalar, got ${options.backend}`);
  }
  const limits: Limits = {
    rounds: Math.ceil(positive("rounds")),
    turnMs: positive("turn"),
    answerSeconds: positive("limit"),
    budgetSeconds: positive("budget"),
  };
  const workloads = chosen();
  const rewind = await rewindProgram(options.backend);
  const peers = await others();
  const results: (Result | Failure)[] = [];
  for (const [name, workload] of workloads) {
    const able = Object.entries(peers).filter(([, { has }]) => has === undefined || has(workload.spec));
    const programs = { Rewind: rewind, ...(workload.compared ? Object.fromEntries(able) : {}) };
    const measured = await measure(name, workload, programs, limits);
    for (const one of measured) console.log(options.json ? JSON.stringify(one) : describe(one));
    results.push(...measured);
  }
  const lines = disagreements(results);
  for (const line of lines) console.error(`different work: ${line}`);
  const text = table(results);
  if (!options.json && results.length > 1) console.log(`\n${machine()}\n\n${text}`);
  if (options.write)
    writeResults(`${new Date().toISOString().slice(0, 10)}, ${machine()}. ${versions(results)}.\n\n${text}`);
  if (lines.length > 0 || results.some((one) => one.framework === "Rewind" && "error" in one)) {
    process.exitCode = 1;
  }
}

/** The frameworks that gave results, with their versions. */
function versions(results: readonly (Result | Failure)[]): string {
  const names = results.flatMap((one) => ("error" in one ? [] : [one.version]));
  return [...new Set(names)].join(", ");
}

function describe(one: Result | Failure): string {
  const head = `${one.workload.padEnd(14)} ${one.framework.padEnd(10)}`;
  if ("error" in one) return `${head} none: ${one.error}`;
  const extra = [
    one.gflops === undefined ? "" : `  ${one.gflops} GFLOP/s`,
    one.us_per_op === undefined ? "" : `  ${one.us_per_op} µs per op`,
    one.ratio === undefined ? "" : `  ${one.ratio} × the built-in`,
  ].join("");
  const losses = one.losses.map((loss) => loss.toPrecision(6)).join(", ");
  return (
    `${head} median ${one.median_ms} ms  lowest ${one.min_ms}  first ${one.first_ms}  (${one.steps} steps)` +
    `${extra}  peak ${one.peak_rss_mb} MB  losses ${losses}`
  );
}

if (options.help) console.log(help);
else {
  try {
    await run();
  } catch (error) {
    console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 2;
  }
}
