/**
 * The name that was probably meant: the one a few letters away, `-`, `_` and capitals aside (`batch_first` is `batchFirst`), or
 * made of the initials (`learningRate` is `lr`). Null if none is near. @internal
 */
export function nearest(word: string, names: readonly string[]): string | null {
  const typed = plain(word);
  const initials = word.replace(/(?<=.)[^A-Z]/g, "").toLowerCase();
  let found: string | null = null;
  let least = Math.min(3, typed.length / 2);
  for (const name of names) {
    const away = name === initials ? 0 : distance(typed, plain(name));
    if (away >= least) continue;
    least = away;
    found = name;
  }
  return found;
}

function plain(word: string): string {
  return word.slice(0, 40).replace(/[-_]/g, "").toLowerCase();
}

/** How many letters must be put in, left out, replaced or swapped with their neighbour (Damerau, 1964). */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + Number(a[i - 1] !== b[j - 1]));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length];
}
