// Coefficients of the rational approximations R, one list per interval, highest powers last as published.
const NEAR_NUMERATOR = [
  3.1611237438705656, 113.864154151050156, 377.485237685302021, 3209.37758913846947, 0.185777706184603153,
];
const NEAR_DENOMINATOR = [23.6012909523441209, 244.024637934444173, 1282.61652607737228, 2844.23683343917062];
const MIDDLE_NUMERATOR = [
  0.564188496988670089, 8.88314979438837594, 66.1191906371416295, 298.635138197400131, 881.95222124176909,
  1712.04761263407058, 2051.07837782607147, 1230.33935479799725, 2.15311535474403846e-8,
];
const MIDDLE_DENOMINATOR = [
  15.7449261107098347, 117.693950891312499, 537.181101862009858, 1621.38957456669019, 3290.79923573345963,
  4362.61909014324716, 3439.36767414372164, 1230.33935480374942,
];
const FAR_NUMERATOR = [
  0.305326634961232344, 0.360344899949804439, 0.125781726111229246, 0.0160837851487422766,
  6.58749161529837803e-4, 0.0163153871373020978,
];
const FAR_DENOMINATOR = [
  2.56852019228982242, 1.87295284992346725, 0.527905102951428412, 0.0605183413124413191,
  0.00233520497626869185,
];
const INVERSE_SQRT_PI = 0.56418958354775628695;

/**
 * The error function `erf(x) = 2/√π ∫₀ˣ e^(-t²) dt` to full double precision.
 *
 * W. J. Cody, Rational Chebyshev approximations for the error function, Mathematics of Computation 23 (1969) 631–637.
 */
export function errorFunction(x: number): number {
  const y = Math.abs(x);
  if (y <= 0.46875) return x * ratio(y * y, NEAR_NUMERATOR, NEAR_DENOMINATOR);
  // From here on 1 - |erf| is below half a unit in the last place.
  if (y >= 6) return Math.sign(x);
  const complement = y <= 4 ? middle(y) : far(y);
  const value = 0.5 - expMinusSquare(y) * complement + 0.5;
  return x < 0 ? -value : value;
}

/** `e^(x²) erfc(x)` for 0.46875 ≤ x ≤ 4. */
function middle(x: number): number {
  return ratio(x, MIDDLE_NUMERATOR, MIDDLE_DENOMINATOR);
}

/** `e^(x²) erfc(x)` for x ≥ 4. */
function far(x: number): number {
  const z = 1 / (x * x);
  return (INVERSE_SQRT_PI - z * ratio(z, FAR_NUMERATOR, FAR_DENOMINATOR)) / x;
}

/** `(…(pₙ z + p₀) z + …) / (…(z + q₀) z + …)`: the numerator's leading coefficient is stored last, the denominator's is 1. */
function ratio(z: number, numerator: readonly number[], denominator: readonly number[]): number {
  const last = denominator.length - 1;
  let above = numerator[last + 1] * z;
  let below = z;
  for (let i = 0; i < last; i++) {
    above = (above + numerator[i]) * z;
    below = (below + denominator[i]) * z;
  }
  return (above + numerator[last]) / (below + denominator[last]);
}

/** `e^(-x²)`, squaring a rounded x exactly so that the rounding of x² is not magnified. */
function expMinusSquare(x: number): number {
  const rounded = Math.trunc(x * 16) / 16;
  return Math.exp(-rounded * rounded) * Math.exp(-(x - rounded) * (x + rounded));
}
