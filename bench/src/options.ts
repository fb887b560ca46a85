import { parseArgs } from "node:util";
import { catalogue } from "./catalogue.ts";
import type { Limits } from "./contender.ts";

export const help = `npm run bench                       every workload, beside TensorFlow.js and jax-js
npm run bench -- <workload…>        these workloads in Rewind alone

  --peers              named workloads too run beside the other frameworks
  --alone              without the other frameworks
  --python <command>   beside PyTorch too, in a Python that has it
  --node <binary>      Rewind also in that Node, in a column of its own; may be given again
  --backend <name>     Rewind's kernels: simd or scalar
  --rounds <n>         turns each framework takes, after one to warm up (default 5)
  --turn <ms>          how long a turn is (default 300)
  --limit <s>          longest wait for one turn, compilation included (default 30)
  --budget <s>         a framework that has used so much takes no more turns (default 5)
  --steps <n>          steps of the loop in "memory" (default ${catalogue.memory.loop})
  --json               a line of JSON for every workload and framework
  --write              puts the table into bench/README.md

Workloads: ${Object.keys(catalogue).join(", ")}`;

/** What the command line asks for. */
export interface Options {
  workloads: string[];
  peers: boolean;
  python?: string;
  nodes: string[];
  backend?: string;
  limits: Limits;
  json: boolean;
  write: boolean;
  help: boolean;
}

/** @throws Error if an option is unknown or has a value it cannot have */
export function readOptions(args: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      peers: { type: "boolean", default: false },
      alone: { type: "boolean", default: false },
      python: { type: "string" },
      node: { type: "string", multiple: true, default: [] },
      backend: { type: "string" },
      rounds: { type: "string", default: "5" },
      turn: { type: "string", default: "300" },
      limit: { type: "string", default: "30" },
      budget: { type: "string", default: "5" },
      steps: { type: "string" },
      json: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const unknown = positionals.find((name) => !Object.hasOwn(catalogue, name));
  if (unknown !== undefined) throw new Error(`there is no workload "${unknown}"; --help lists them`);
  const { backend, steps } = values;
  if (backend !== undefined && backend !== "simd" && backend !== "scalar") {
    throw new Error(`--backend must be simd or scalar, got ${backend}`);
  }
  return {
    workloads: positionals.length > 0 ? positionals : Object.keys(catalogue),
    peers: !values.alone && (values.peers || positionals.length === 0),
    python: values.python,
    nodes: values.node,
    backend,
    limits: {
      rounds: Math.ceil(positive("rounds", values.rounds)),
      turnMs: positive("turn", values.turn),
      answerSeconds: positive("limit", values.limit),
      budgetSeconds: positive("budget", values.budget),
      loopSteps: steps === undefined ? undefined : Math.ceil(positive("steps", steps)),
    },
    json: values.json,
    write: values.write,
    help: values.help,
  };
}

function positive(name: string, given: string): number {
  const value = Number(given);
  if (!(value > 0)) throw new Error(`--${name} must be a positive number, got ${given}`);
  return value;
}
