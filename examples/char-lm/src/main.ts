import { defineCommand, runCommand, type CommandDef } from "citty";
import { stripVTControlCharacters } from "node:util";
import { argumentsOf, helpOf, lessons } from "./help.ts";
import { inspect } from "./inspect.ts";
import { lesson } from "./lesson.ts";
import { readOptions } from "./option.ts";
import { inspectOptions, sampleOptions, trainOptions } from "./options.ts";
import { sample } from "./sample.ts";
import { train } from "./train.ts";
import { UserError } from "./user-error.ts";

const demo: CommandDef = defineCommand({
  meta: {
    name: "demo",
    description: "The smallest lesson, then a minute of training on Moby Dick",
    hidden: true,
  },
  args: argumentsOf(trainOptions),
  async run({ args }) {
    const { values, given } = readOptions(trainOptions, args);
    console.log(`${lesson()}\n`);
    process.exitCode = await train([], values, given);
  },
});

const commands: Record<string, CommandDef> = {
  train: defineCommand({
    meta: {
      name: "train",
      description: "Train on text files, read as one text (Moby Dick if none is given)",
    },
    args: argumentsOf(trainOptions),
    async run({ args }) {
      const { values, given } = readOptions(trainOptions, args);
      process.exitCode = await train(args._, values, given);
    },
  }),
  sample: defineCommand({
    meta: { name: "sample", description: "Let a trained model write" },
    args: argumentsOf(sampleOptions),
    run({ args }) {
      noFiles("sample", args._);
      sample(readOptions(sampleOptions, args).values);
    },
  }),
  inspect: defineCommand({
    meta: { name: "inspect", description: "How far gradients travel back through a text, by cell" },
    args: argumentsOf(inspectOptions),
    run: ({ args }) => inspect(args._, readOptions(inspectOptions, args).values),
  }),
  lesson: defineCommand({
    meta: { name: "lesson", description: "Only the lesson: Hello, backpropagated through time" },
    run({ args }) {
      readOptions({}, args);
      noFiles("lesson", args._);
      console.log(lesson());
    },
  }),
};

const program: CommandDef = defineCommand({
  meta: {
    name: "npm start --",
    description: "A character-level language model, trained by backpropagation through time",
  },
  args: argumentsOf(trainOptions),
  subCommands: { ...commands, demo },
  default: "demo",
  setup({ args, rawArgs }) {
    const word = args._[0] as string | undefined;
    if (word === undefined) return;
    if (!Object.hasOwn(commands, word))
      throw new UserError(
        `${word} is no command; to train on a file of that name: npm start -- train ${word}`,
      );
    // What stood before it would be dropped without a word.
    if (rawArgs[0] !== word) throw new UserError(`the command comes first: npm start -- ${word} [options]`);
  },
});

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
  const name = args.find((arg) => Object.hasOwn(commands, arg));
  const help =
    name === undefined
      ? helpOf(program, undefined, lessons.main)
      : helpOf(commands[name], program, lessons[name] ?? "");
  console.log(await help);
}

function noFiles(command: string, files: readonly string[]): void {
  if (files.length > 0)
    throw new UserError(`${command} takes no files, got ${files[0]}; its text comes from --checkpoint`);
}
