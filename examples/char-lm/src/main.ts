import { defineCommand, runCommand, type CommandDef } from "citty";
import { stripVTControlCharacters } from "node:util";
import { argumentsOf, helpOf, lessons } from "./help.ts";
import { inspect } from "./inspect.ts";
import { lesson } from "./lesson.ts";
import { didYouMean, readOptions, type OptionTable } from "./option.ts";
import { inspectOptions, sampleOptions, trainOptions } from "./options.ts";
import { sample } from "./sample.ts";
import { train } from "./train.ts";
import { UserError } from "./user-error.ts";

const demo: CommandDef = defineCommand({
  meta: { name: "demo", hidden: true },
  args: argumentsOf(trainOptions),
  async run({ args }) {
    const { values, given } = readOptions(trainOptions, args);
    console.log(`${lesson()}\n`);
    process.exitCode = await train([], values, given);
  },
});

const commands: Record<string, CommandDef> = {
  train: defineCommand({
    meta: { name: "train" },
    args: argumentsOf(trainOptions),
    async run({ args }) {
      const { values, given } = readOptions(trainOptions, args);
      process.exitCode = await train(args._, values, given);
    },
  }),
  sample: defineCommand({
    meta: { name: "sample" },
    args: argumentsOf(sampleOptions),
    run({ args }) {
      noFiles("sample", args._);
      sample(readOptions(sampleOptions, args).values);
    },
  }),
  inspect: defineCommand({
    meta: { name: "inspect" },
    args: argumentsOf(inspectOptions),
    run({ args }) {
      const { values, given } = readOptions(inspectOptions, args);
      return inspect(args._, values, given);
    },
  }),
  lesson: defineCommand({
    meta: { name: "lesson" },
    run({ args }) {
      readOptions({}, args);
      noFiles("lesson", args._);
      console.log(lesson());
    },
  }),
};

/** What `--help` says of the program and of each command. */
const helps: Readonly<Record<string, { usage: string; description: string; options: OptionTable }>> = {
  main: {
    usage: "[command] [options]",
    description: "A character-level language model, trained by backpropagation through time",
    options: trainOptions,
  },
  train: {
    usage: "train [options] [file ...]",
    description: "Train on text files, read as one text (Moby Dick if none is given)",
    options: trainOptions,
  },
  sample: {
    usage: "sample [options]",
    description: "Let a trained model write",
    options: sampleOptions,
  },
  inspect: {
    usage: "inspect [options] [file ...]",
    description: "How far gradients travel back through a text, by cell",
    options: inspectOptions,
  },
  lesson: {
    usage: "lesson",
    description: "Only the lesson: Hello, backpropagated through time",
    options: {},
  },
};

const program: CommandDef = defineCommand({
  meta: { name: "npm start --" },
  args: argumentsOf(trainOptions),
  subCommands: { ...commands, demo },
  default: "demo",
  setup({ args, rawArgs }) {
    const word = args._[0] as string | undefined;
    if (word === undefined) return;
    if (!Object.hasOwn(commands, word))
      throw new UserError(
        `${word} is no command; ${didYouMean(word, Object.keys(commands))}to train on a file of that name: npm start -- train ${word}`,
      );
    // What stood before it would be dropped without a word.
    if (rawArgs[0] !== word) throw new UserError(`the command comes first: npm start -- ${word} [options]`);
  },
});

// Whoever read the output may be gone, as with "| head -1"; the run is still worth saving.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const known = error instanceof UserError || (error as Error).name === "CLIError";
  if (!known) throw error;
  console.error(`char-lm: ${stripVTControlCharacters((error as Error).message).replaceAll("\n", " ")}`);
  process.exitCode = 1;
}

async function main(args: string[]): Promise<void> {
  if (!args.includes("--help") && !args.includes("-h")) {
    await runCommand(program, { rawArgs: args });
    return;
  }
  const name = args.find((arg) => Object.hasOwn(commands, arg)) ?? "main";
  const { usage, description, options } = helps[name];
  const others = name === "main" ? Object.entries(helps).filter(([other]) => other !== "main") : [];
  const listed = Object.fromEntries(others.map(([other, help]) => [other, help.description]));
  console.log(helpOf(usage, description, listed, options, lessons[name] ?? ""));
}

function noFiles(command: string, files: readonly string[]): void {
  if (files.length > 0)
    throw new UserError(`${command} takes no files, got ${files[0]}; its text comes from --checkpoint`);
}
