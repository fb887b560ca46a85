import type { CellName } from "../../live/settings.ts";

/** The cells' names as the page writes them. */
export const cellNames: Readonly<Record<CellName, string>> = { rnn: "RNN", gru: "GRU", lstm: "LSTM" };
