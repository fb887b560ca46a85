import { div, matmul, norm, type Tensor } from "@rewind/autograd";

/** Squarings: the root taken at the end leaves a relative error below 2⁻²⁰ times the logarithm of the condition. */
const SQUARINGS = 20;

/**
 * The largest modulus of a matrix's eigenvalues, by Gelfand's formula `lim ‖Aᵏ‖^(1/k)` with k = 2ᵐ, the powers scaled on the
 * way so that they neither overflow nor vanish. Unlike power iteration it does not mind pairs of complex eigenvalues.
 * @internal
 */
export function spectralRadius(matrix: Tensor): number {
  let power = matrix;
  let logarithm = 0;
  for (let m = 0; m <= SQUARINGS; m++) {
    const size = norm(power).item();
    if (size === 0) return 0;
    logarithm += Math.log(size) / 2 ** m;
    const scaled = div(power, size);
    power = matmul(scaled, scaled);
  }
  return Math.exp(logarithm);
}
