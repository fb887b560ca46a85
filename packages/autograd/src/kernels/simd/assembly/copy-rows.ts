/** Copies `rows` runs of `bytes` from and to places so many bytes apart. */
export function copyRows(
  from: usize,
  fromStep: usize,
  to: usize,
  toStep: usize,
  rows: i32,
  bytes: usize,
): void {
  for (let i = 0; i < rows; i++) {
    memory.copy(to, from, bytes);
    from += fromStep;
    to += toStep;
  }
}
