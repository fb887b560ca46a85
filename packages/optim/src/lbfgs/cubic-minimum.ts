/** A point on a line: position, value, slope. */
export interface LinePoint {
  readonly t: number;
  readonly f: number;
  readonly slope: number;
}

/**
 * Where the cubic through two points with their slopes is lowest, held between `low` and `high` (Nocedal and Wright,
 * "Numerical Optimization", 2006, equation 3.59). Their middle if the cubic has no minimum.
 */
export function cubicMinimum(a: LinePoint, b: LinePoint, low: number, high: number): number {
  const d1 = a.slope + b.slope - (3 * (a.f - b.f)) / (a.t - b.t);
  const square = d1 * d1 - a.slope * b.slope;
  if (square < 0) return (low + high) / 2;
  const d2 = Math.sqrt(square);
  const [left, right] = a.t <= b.t ? [a, b] : [b, a];
  const share = (right.slope + d2 - d1) / (right.slope - left.slope + 2 * d2);
  const minimum = right.t - (right.t - left.t) * share;
  // A trial that overflowed leaves no cubic.
  return Number.isNaN(minimum) ? (low + high) / 2 : Math.min(high, Math.max(low, minimum));
}
