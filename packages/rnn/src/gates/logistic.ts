/** The logistic function of one number; saturates without overflow. @internal */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
