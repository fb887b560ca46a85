// Coefficients of the three rational approximations, in the published order.
const NEAR_NUMERATOR = [
  3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694, 0.18577770618460315,
];
const NEAR_DENOMINATOR = [23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171];
const MIDDLE_NUMERATOR = [
  0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769,
  1712.0476126340707, 2051.0783778260716, 1230.3393547979972, 2.1531153547440383e-8,
];
const MIDDLE_DENOMINATOR = [
  15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
  4362.619090143247, 3439.3676741437216, 1230.3393548037495,
];
const FAR_NUMERATOR = [
  0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275, 0.0006587491615298378,
  0.016315387137302097,
];
const FAR_DENOMINATOR = [
  2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918,
];
const INVERSE_SQRT_PI = 0.5641895835477563;

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
  const value = 0.5 - tail(y) + 0.5;
  return x < 0 ? -value : value;
}

/** `1 - erf(x)` to full double precision, where the difference itself has lost it. */
export function complementaryErrorFunction(x: number): number {
  if (Math.abs(x) <= 0.46875) return 1 - errorFunction(x);
  return x < 0 ? 2 - tail(-x) : tail(x);
}

/** `erfc(x)` for x ≥ 0.46875. */
function tail(x: number): number {
  if (x > 30) return 0;
  return expMinusSquare(x) * (x <= 4 ? middle(x) : far(x));
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
