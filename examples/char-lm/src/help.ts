import type { ArgsDef } from "citty";
import type { Option, OptionTable } from "./option.ts";
import { wrap } from "./wrap.ts";

/** An option table as the command-line library wants it. Values stay text: this program checks them itself. */
export function argumentsOf(table: OptionTable): ArgsDef {
  return Object.fromEntries(
    Object.entries(table).map(([name, option]) => [
      name,
      option.hint === undefined ? { type: "boolean" } : { type: "string" },
    ]),
  );
}

/** What a command is for, its options, and what there is to know about it, in 80 columns. */
export function helpOf(
  usage: string,
  description: string,
  commands: Readonly<Record<string, string>>,
  table: OptionTable,
  lesson: string,
): string {
  const options = Object.entries(table).map(([name, option]): [string, string] => [
    `--${name}${option.hint === undefined ? "" : ` ${option.hint}`}`,
    describe(option),
  ]);
  return [
    wrap(`${description}.`, 0),
    `USAGE  npm start -- ${usage}`,
    list("COMMANDS", Object.entries(commands)),
    list("OPTIONS", options),
    lesson,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Names with what they mean beside them. */
function list(title: string, entries: readonly [name: string, meaning: string][]): string {
  if (entries.length === 0) return "";
  const width = Math.max(...entries.map(([name]) => name.length));
  const rows = entries.map(([name, meaning]) => `  ${name.padEnd(width)}  ${wrap(meaning, width + 4)}`);
  return [title, "", ...rows].join("\n");
}

function describe({ description, fallback }: Option<unknown>): string {
  const shown = fallback === "" || fallback === 0 || fallback === false;
  return shown ? description : `${description} [${String(fallback)}]`;
}

export const lessons: Readonly<Record<string, string>> = {
  main: `WHAT IT DOES

  A language model guesses the next character of a text from those before it. A
  recurrent net reads one character per time step and carries what it remembers
  in its state h. To learn, the error of a guess is sent back through all the
  steps that led to it (backpropagation through time) on a tape that recorded
  them. A novel has a million steps, so the tape is truncated: after every k1
  characters the weights are updated, with gradients that travel back k2
  characters, while the state itself is carried on without its history.

  Quality is told in bits per character on text the model has never seen: 6.5 is
  a blind guess among 90 characters, about 4.4 is knowing how often each occurs,
  3.5 knowing the character before, below 3 there are words.

EXAMPLES  (after npm start, options stand behind --)

  npm start                                          the lesson, then training
  npm start -- --cell lstm --hidden 256 --epochs 5   a larger model, for longer
  npm start -- train book.txt notes.txt              your own text
  npm start -- train --resume --epochs 10            go on from the checkpoint
  npm start -- sample --prompt "Call me "            let the model write
  npm start -- inspect                               see gradients vanish

  Ctrl-C saves the run first. A checkpoint is replaced as a whole or not at all,
  so not even a power cut breaks it.`,

  train: `WHAT THE OPTIONS DO

  --k1, --k2  k1 = k2 (the default): windows side by side, each with its own
              tape. k1 < k2: windows overlap, so that every character has at
              least k2 - k1 steps of history, at the price of more backward
              work; the history starts anew every few windows, where a run can
              be saved. k1 > k2: cheap, only the last k2 are learnt from.
  --clip      A long product of step derivatives can explode. Shortening the
              gradient keeps its direction.
  --dropout   Against learning by heart; worth it from several --epochs on.
  --lr        Too high: the loss jumps, and a run that has diverged ends with an
              error and its last good checkpoint. Too low: it creeps. Try
              factors of 3.
  --cell      rnn forgets within a dozen steps, lstm and gru keep a gate open:
              see inspect.
  --resume    Takes all settings from the checkpoint; only --steps or --epochs
              may be given anew.

EXAMPLE

  npm start -- train book.txt --cell lstm --layers 2 --hidden 192 --dropout 0.2`,

  sample: `EXAMPLE

  npm start -- sample --prompt "The whale " --temperature 0.5 --length 300`,

  inspect: `WHAT IT SHOWS

  The loss J of one character depends on every state before it. ‖∂J/∂h_t‖ says
  how much, t steps back. In a plain RNN each step back multiplies by the same
  matrix, and the norm fades (or explodes) geometrically; the gates of LSTM and
  GRU let it pass. What has faded cannot be learnt: that is how long a memory
  training can build. Without a checkpoint it looks at a fresh model.

EXAMPLE

  npm start -- inspect book.txt --length 64`,
};
