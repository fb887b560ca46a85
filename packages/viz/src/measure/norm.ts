/** The Frobenius norm of elements `from` to `to`. @internal */
export function norm(data: ArrayLike<number>, from: number = 0, to: number = data.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += data[i] * data[i];
  return Math.sqrt(sum);
}
