/** A drawing area in the units of an SVG's viewBox. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A mark on an axis. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Mean of neighbours, so that a long run is drawn with `count` points and its trend is seen. */
export function thin(values: readonly number[], count: number): number[] {
  if (values.length <= count) return [...values];
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * values.length) / count);
    const to = Math.floor(((i + 1) * values.length) / count);
    return values.slice(from, to).reduce((sum, value) => sum + value, 0) / (to - from);
  });
}

/** The `d` of an SVG path through values from 0 to `top`, spread over the area's width. */
export function linePath(values: readonly number[], top: number, area: Area): string {
  const step = (area.right - area.left) / Math.max(1, values.length - 1);
  return values
    .map((value, i) => {
      const x = area.left + i * step;
      const y = area.bottom - (Math.min(value, top) / top) * (area.bottom - area.top);
      return `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
}

/** Three or four marks from 0 to just below `top`, at round numbers. */
export function ticks(top: number): Tick[] {
  const rough = top / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) as number);
  const count = Math.floor(top / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => ({
    at: i * step,
    label: String(+(i * step).toPrecision(3)),
  }));
}

/** A place from 0 to 1 on a logarithmic axis from `low` to `high`; what lies outside goes to its ends. */
export function logPosition(value: number, low: number, high: number): number {
  if (!(value > low)) return 0;
  return Math.min(1, Math.log(value / low) / Math.log(high / low));
}
