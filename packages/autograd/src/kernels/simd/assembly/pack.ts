/** Four rows of four, `ld` bytes apart, written as columns `step` bytes apart. */
// @inline
function transpose4(from: usize, ld: usize, to: usize, step: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + ld);
  const r2 = v128.load(from + 2 * ld);
  const r3 = v128.load(from + 3 * ld);
  const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const t1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const t2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(t0, t2, 0, 1, 4, 5));
  v128.store(to + step, v128.shuffle<f32>(t0, t2, 2, 3, 6, 7));
  v128.store(to + 2 * step, v128.shuffle<f32>(t1, t3, 0, 1, 4, 5));
  v128.store(to + 3 * step, v128.shuffle<f32>(t1, t3, 2, 3, 6, 7));
}

/**
 * Packs `lanes` lines (rows of A, columns of B) of `depth` elements into a panel whose element (p, lane) lies at
 * `p * width + lane`; missing lanes are zero. A line is `line` bytes from the next, an element `element` bytes.
 */
export function pack(
  from: usize,
  line: usize,
  element: usize,
  lanes: i32,
  depth: i32,
  width: i32,
  to: usize,
): void {
  const row = (<usize>width) << 2;
  if (lanes == width) {
    if (line == 4) {
      for (let p = 0; p < depth; p++) {
        for (let l: usize = 0; l < row; l += 16) v128.store(to + l, v128.load(from + l));
        from += element;
        to += row;
      }
      return;
    }
    if (element == 4) {
      let p = 0;
      for (; p + 3 < depth; p += 4) {
        for (let l = 0; l < width; l += 4)
          transpose4(from + <usize>l * line, line, to + ((<usize>l) << 2), row);
        from += 16;
        to += 4 * row;
      }
      for (; p < depth; p++) {
        for (let l = 0; l < width; l++) f32.store(to + ((<usize>l) << 2), f32.load(from + <usize>l * line));
        from += 4;
        to += row;
      }
      return;
    }
  }
  for (let p = 0; p < depth; p++) {
    for (let l = 0; l < width; l++) {
      f32.store(to + ((<usize>l) << 2), l < lanes ? f32.load(from + <usize>l * line) : 0);
    }
    from += element;
    to += row;
  }
}
