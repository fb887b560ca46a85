/** Ones in the lanes that are left of a row that ends at `end`, when less than a vector is. */
// @inline
export function lanesBefore(end: usize, x: usize): v128 {
  return i32x4.gt_s(i32x4.splat(<i32>((end - x) >> 2)), i32x4(0, 1, 2, 3));
}

/** Elements 2 and 3, where 0 and 1 were. */
// @inline
export function upperHalf(x: v128): v128 {
  return v128.shuffle<f64>(x, x, 1, 1);
}

/** The sum of two float64 lanes. */
// @inline
export function addLanes(s: v128): f64 {
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}
