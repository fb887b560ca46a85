import type { Tensor } from "@rewind/autograd";
import { tensor, zeros } from "@rewind/autograd";

// What the code of a call may use beside the packages. Printed reproductions name these.

/** What functions passed as arguments throw, and getters: theirs to throw, and the caller's to see. */
export class Boom extends Error {}

export function boom(): never {
  throw new Boom("thrown by an argument");
}

export const throwing = (): object => ({
  get axis(): never {
    return boom();
  },
});

/** A proxy of which nothing can be asked any more. */
export function revoked<T extends object>(target: T): T {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

export function cyclicList(): unknown[] {
  const list: unknown[] = [];
  list.push(list);
  return list;
}

export function cyclicRecord(): object {
  const record: Record<string, unknown> = {};
  record["self"] = record;
  return record;
}

export function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = [value];
  return value;
}

/** A typed array whose memory is elsewhere now. */
export function detached<A extends ArrayBufferView>(array: A): A {
  structuredClone(array.buffer, { transfer: [array.buffer as ArrayBuffer] });
  return array;
}

/** A tensor whose memory is elsewhere now. */
export function gone(shape: number[]): Tensor {
  const t = zeros(shape);
  detached(t.data);
  return t;
}

/** A tensor of small distinct numbers. */
export function some(shape: number[], dtype: "float32" | "float64" = "float32"): Tensor {
  const t = zeros(shape, { dtype });
  for (let i = 0; i < t.size; i++) t.data[i] = (((i + 1) * 7) % 19) / 8 - 1;
  return t;
}

/** As {@link some}, with a gradient wanted. */
export function leaf(shape: number[], dtype: "float32" | "float64" = "float32"): Tensor {
  return tensor(some(shape, dtype), { requiresGrad: true });
}

/** A parameter that has a gradient. */
export function trained(shape: number[]): Tensor {
  const t = leaf(shape);
  t.square().sum().backward();
  return t;
}
