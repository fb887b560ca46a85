import { runtime, type Tensor } from "@rewind/autograd";

/** What may be asked of data without reading it. */
const HARMLESS: ReadonlySet<PropertyKey> = new Set(["length", "constructor", Symbol.toStringTag]);

/**
 * Makes a tensor tell the recorder when its values are read outside an operation: a decision taken on them would be
 * taken once and replayed for ever. Its dtype, shape and size may be asked freely.
 * @internal
 */
export function guard(tensor: Tensor): Tensor {
  const { data } = tensor;
  const watched = new Proxy(data, {
    get(target, key): unknown {
      if (!HARMLESS.has(key)) runtime.recorder?.refuse("reads the values of a tensor");
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
    set(target, key, value) {
      runtime.recorder?.refuse("writes the values of a tensor");
      return Reflect.set(target, key, value, target);
    },
  });
  Object.defineProperty(tensor, "data", {
    get: () => (runtime.recorder === null || runtime.recorder.inside ? data : watched),
    configurable: true,
    enumerable: true,
  });
  return tensor;
}
