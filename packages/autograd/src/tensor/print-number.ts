/** Digits shown after the decimal point. */
const PRECISION = 4;
const LARGE = 1e8;
const SMALL = 1e-4;
const SPREAD = 1000;

/**
 * Numbers as texts of one width, so that they line up in columns. The rules are NumPy's: as few decimals as the
 * column needs, at most four; scientific notation for the whole column if a magnitude reaches 1e8, falls below
 * 1e-4, or the largest exceeds the smallest by more than a factor of 1000.
 *
 * @param values the numbers
 * @param single whether they came from float32, whose values have shorter decimal names
 * @internal
 */
export function formatColumn(values: readonly number[], single: boolean): string[] {
  const scientific = wantsExponent(values, single);
  const parts = values.map((value) => (Number.isFinite(value) ? split(value, scientific, single) : null));
  let fractionWidth = 0;
  let exponentWidth = 0;
  for (const part of parts) {
    if (part === null) continue;
    fractionWidth = Math.max(fractionWidth, part.fraction.length);
    exponentWidth = Math.max(exponentWidth, part.exponent.length);
  }
  const texts = parts.map((part, i) => {
    if (part === null) return Number.isNaN(values[i]) ? "nan" : values[i] > 0 ? "inf" : "-inf";
    const { whole, fraction, sign, exponent } = part;
    if (!scientific) return `${whole}.${fraction.padEnd(fractionWidth)}`;
    return `${whole}.${fraction.padEnd(fractionWidth, "0")}e${sign}${exponent.padStart(exponentWidth, "0")}`;
  });
  const width = texts.reduce((widest, text) => Math.max(widest, text.length), 0);
  return texts.map((text) => text.padStart(width));
}

function wantsExponent(values: readonly number[], single: boolean): boolean {
  let smallest = Infinity;
  let largest = 0;
  for (const value of values) {
    const magnitude = Math.abs(value);
    if (magnitude === 0 || !Number.isFinite(magnitude)) continue;
    smallest = Math.min(smallest, magnitude);
    largest = Math.max(largest, magnitude);
  }
  if (largest === 0) return false;
  // The float32 nearest to 1e-4 lies below it, and must still print as 0.0001.
  const round = single ? Math.fround : Number;
  return largest >= LARGE || smallest < round(SMALL) || round(largest / smallest) > SPREAD;
}

interface Parts {
  whole: string;
  fraction: string;
  sign: string;
  exponent: string;
}

function split(value: number, scientific: boolean, single: boolean): Parts {
  const magnitude = Math.abs(value);
  const text = scientific ? exponential(magnitude) : fixed(magnitude, single);
  const [, whole, fraction, sign = "", exponent = ""] = /^(\d+)\.(\d*?)0*(?:e([+-])(\d+))?$/.exec(text)!;
  const minus = value < 0 || Object.is(value, -0) ? "-" : "";
  return { whole: minus + whole, fraction, sign, exponent: scientific ? exponent.padStart(2, "0") : "" };
}

function fixed(magnitude: number, single: boolean): string {
  // 12345.678 as a float32 is 12345.6777…: its decimals beyond the shortest name are noise.
  const shortest = single ? shortestSingle(magnitude) : magnitude;
  const text = shortest.toFixed(PRECISION);
  return Number(text) === shortest
    ? text
    : (evenNeighbour(magnitude.toFixed(40)) ?? magnitude.toFixed(PRECISION));
}

function exponential(magnitude: number): string {
  return evenNeighbour(magnitude.toExponential(40)) ?? magnitude.toExponential(PRECISION);
}

/**
 * Where the digits stop exactly half way between two neighbours and the lower one is even, that one; JavaScript
 * would round up (1/32 to 0.0313), NumPy and C round to even (0.0312).
 */
function evenNeighbour(digits: string): string | null {
  const half = /^(\d+\.\d{3}[02468])50*(e.*)?$/.exec(digits);
  return half && half[1] + (half[2] ?? "");
}

/** The double with the shortest decimal name that still rounds to this float32. */
function shortestSingle(magnitude: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const candidate = Number(magnitude.toPrecision(digits));
    if (Math.fround(candidate) === magnitude) return candidate;
  }
  return Number(magnitude.toPrecision(9));
}
