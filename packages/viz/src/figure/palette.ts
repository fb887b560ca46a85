/** Colours for series, told apart by who sees no red or no green, and with contrast on white and on black alike. @internal */
export const SERIES: readonly string[] = [
  "#3987d4",
  "#d5722d",
  "#2f9e83",
  "#b069c9",
  "#a88a1d",
  "#d0608f",
  "#6f7fd8",
  "#6d9438",
];

/** For cuts and what is wrong. @internal */
export const ALARM: string = "#dc4545";

/** The colour of series `i`. @internal */
export function seriesColor(i: number): string {
  return SERIES[i % SERIES.length];
}
