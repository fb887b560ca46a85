/** A number in few characters: `0.0312`, `1.2e-7`. @internal */
export function brief(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(1).replace("e+", "e");
  return String(Number(value.toPrecision(3)));
}

/** Where a series goes, for who cannot see it. @internal */
export function spanOf(values: readonly number[]): string {
  if (values.length === 1) return brief(values[0]);
  return `from ${brief(values[0])} to ${brief(values[values.length - 1])} over ${values.length} points`;
}
