/** Longest text that is learnt from, in characters: what a phone learns in reasonable time. */
export const longestText = 20_000;

/** What the net reads until the reader types something else. */
export const defaultText = `Call me Ishmael. Some years ago, never mind how long precisely, having little or no money in my purse, and nothing particular to interest me on shore, I thought I would sail about a little and see the watery part of the world. It is a way I have of driving off the spleen and regulating the circulation. Whenever I find myself growing grim about the mouth; whenever it is a damp, drizzly November in my soul; whenever I find myself involuntarily pausing before coffin warehouses, and bringing up the rear of every funeral I meet; then, I account it high time to get to sea as soon as I can.`;

/** Says what is wrong with a text that is to be learnt, or null. */
export function problemWithText(text: string): string | null {
  const length = Array.from(text).length;
  if (length < 2) return "The text needs at least two characters: one to read and one to predict.";
  if (length > longestText)
    return `The text has ${length} characters; please shorten it to ${longestText} at most.`;
  return null;
}
