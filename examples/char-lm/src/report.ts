import type { Corpus } from "./corpus.ts";
import { heldOutBits } from "./evaluate.ts";
import { bigramBits, unigramBits } from "./ngram.ts";
import { formatTable } from "./table.ts";
import type { Training } from "./training.ts";
import { wrap } from "./wrap.ts";

/** What is about to be trained, on what and how. */
export function introduction(corpus: Corpus, training: Training): string {
  const { settings, model, updates, updatesPerEpoch, progress } = training;
  const { cell, layers, hidden, embedding, batch, k1, k2, optimizer, lr, clip, seed } = settings;
  const weights = model.parameters().reduce((sum, parameter) => sum + parameter.size, 0);
  const epochs = (updates / updatesPerEpoch).toFixed(2);
  const rows = [
    [
      "text",
      `${corpus.name}: ${corpus.training.length} characters to learn from, ${corpus.heldOut.length} held out, ` +
        `${corpus.vocabulary.size} different`,
    ],
    [
      "model",
      `embedding ${embedding} → ${layers} × ${cell.toUpperCase()} ${hidden} → linear ${corpus.vocabulary.size}; ${weights} weights`,
    ],
    [
      "training",
      `truncated BPTT, an update every k1 = ${k1} characters through k2 = ${k2}, ${batch} places side by side`,
    ],
    ["", `${optimizer}, lr ${lr}, gradient norm at most ${clip}, seed ${seed}`],
    [
      "",
      `${updates} updates = ${epochs} passes over the text${progress.step > 0 ? `; ${progress.step} are done` : ""}`,
    ],
  ];
  return rows.map(([what, text]) => `${what.padEnd(10)}${wrap(text, 10)}`).join("\n");
}

/** Held-out bits per character, beside those of models that anyone can count. */
export async function results({ training, heldOut, vocabulary }: Corpus, run: Training): Promise<string> {
  const rows = [
    ["unigram (how often each character occurs)", unigramBits(training, heldOut, vocabulary.size)],
    ["bigram (what follows the character before)", bigramBits(training, heldOut, vocabulary.size)],
    [
      `this ${run.settings.cell.toUpperCase()} after ${run.progress.step} updates`,
      await heldOutBits(run.model, heldOut),
    ],
  ] as const;
  return formatTable(
    ["held-out text", "bits per character"],
    rows.map(([name, bits]) => [name, bits.toFixed(3)]),
  ).join("\n");
}
