import { to, type Dtype, type Tensor } from "@rewind/autograd";
import { Parameter } from "./parameter.ts";

/** What stands for each tensor that is of another dtype: a parameter for a parameter, with its name and mode. @internal */
export function converted(tensors: Iterable<Tensor>, dtype: Dtype): Map<unknown, Tensor> {
  const replaced = new Map<unknown, Tensor>();
  for (const old of tensors) {
    if (old.dtype === dtype) continue;
    const data = to(old.detach(), dtype);
    if (old instanceof Parameter) {
      const parameter = new Parameter(data, { requiresGrad: old.requiresGrad });
      parameter.name = old.name;
      replaced.set(old, parameter);
    } else replaced.set(old, data);
  }
  return replaced;
}
