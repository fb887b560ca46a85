import type { Tensor } from "@rewind/autograd";

/** Exchanges the numbers of a parameter and of its average, in the name of `writer`; a second time puts both back, bit for bit. */
export function exchange(writer: string, param: Tensor, { data: average }: Tensor): void {
  param.mutate(writer, (data) => {
    for (let i = 0; i < data.length; i++) {
      const kept = data[i];
      data[i] = average[i];
      average[i] = kept;
    }
  });
}
