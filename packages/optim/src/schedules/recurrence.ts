/**
 * A sequence given by its first value and the way from each to the next, as a function of the position. It remembers where
 * it is: going on by one costs one step, going back starts again.
 */
export function recurrence(
  first: () => number,
  next: (value: number, at: number) => number,
): (at: number) => number {
  let position = 0;
  let value = first();
  return (at) => {
    if (at < position) {
      position = 0;
      value = first();
    }
    for (; position < at; position++) value = next(value, position + 1);
    return value;
  };
}
