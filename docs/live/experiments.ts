import { defaults, type Settings } from "./settings.ts";

/** Something to try on the page. */
export interface Experiment {
  readonly title: string;
  readonly settings: Settings;
  /** What is then to be seen, sentence by sentence: `docs/test/experiments.slow.test.ts` tests each. */
  readonly claims: readonly string[];
}

const three: Settings = { ...defaults, cell: "all", hidden: 32, k2: 64 };
const recall: Settings = {
  ...defaults,
  task: "recall",
  distance: 20,
  cell: "all",
  hidden: 32,
  k2: 32,
  forgetBias: 2,
  lr: 0.01,
};

/** The experiments, in the order in which the page offers them. */
export const experiments: Readonly<
  Record<"asMade" | "learnt" | "recall" | "cut" | "blind" | "explode" | "byHeart", Experiment>
> = {
  asMade: {
    title: "Three cells as they are made",
    settings: { ...three, forgetBias: 3, lr: 0.0001 },
    claims: [
      "At so low a learning rate the nets stay as they were made: of the RNN's gradient less than 10⁻¹² is left 63 steps back.",
      "The GRU's vanishes as well, to less than 10⁻¹⁰: a gate alone keeps nothing open, and these start half shut.",
      "The LSTM's forget gates start open here, at bias 3: along c more than a tenth arrives.",
      "At forget bias 0 the LSTM, too, is left with less than 10⁻¹⁰.",
    ],
  },
  learnt: {
    title: "What learning does to the gradient",
    settings: { ...three, lr: 0.01 },
    claims: [
      "After 300 updates the RNN's gradient reaches 63 steps back a million times as strongly as at the start: a vanishing gradient is no fate.",
      "After 100 updates GRU and LSTM keep less of it than the RNN: the next letter can be guessed from the last few, and gates are free to forget.",
    ],
  },
  recall: {
    title: "A task that needs memory",
    settings: recall,
    claims: [
      "After 300 updates the GRU has found out that it must remember, and is right nine times in ten.",
      "The LSTM takes longer: after 1,200 updates it is right more often than not.",
      "The RNN still guesses after 600 updates, right once in eight times; a lucky one may find it.",
      "In the GRU that recalls, and along c of the LSTM, more than a tenth of the gradient reaches the letter.",
    ],
  },
  cut: {
    title: "Cut too short",
    settings: { ...recall, cell: "gru", k2: 8 },
    claims: [
      "The letter lies 19 steps back, before the cut: after 300 updates the GRU still guesses.",
      "With k2 = 32 it is right by then.",
    ],
  },
  blind: {
    title: "No history at all",
    settings: { ...defaults, k2: 1 },
    claims: [
      "With k2 = 1 the net learns, and even writes a few words: the state is carried on, only no gradient says what to keep in it.",
      "But it learns slowly: after 500 updates its loss is more than three times that of k2 = 24.",
    ],
  },
  explode: {
    title: "Let it explode",
    settings: { ...defaults, cell: "rnn", hidden: 32, optimizer: "sgd", lr: 0.5, clip: 1000 },
    claims: [
      "Within 100 updates of plain gradient descent the loss jumps to more than ten times that of guessing.",
      "Bring the clipping norm back to 1 while it runs: the loss comes down to about that of guessing, but 300 updates do not bring back what was lost.",
      "Reset, with the clipping norm at 1 from the start: at the same learning rate the loss is below 2 after 200 updates.",
    ],
  },
  byHeart: {
    title: "By heart",
    settings: defaults,
    claims: [
      "A text of a few hundred letters is learnt by heart: after 1,000 updates the loss is below 0.1.",
      "What the net then writes is mostly the text itself. Put in your own.",
    ],
  },
};
