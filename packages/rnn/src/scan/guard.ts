import { Tensor, noGrad, runtime } from "@rewind/autograd";
import { link } from "../gates/link.ts";
import { callSite } from "./call-site.ts";

/** What may be asked of data without reading it. */
const HARMLESS: ReadonlySet<PropertyKey> = new Set(["length", "constructor", Symbol.toStringTag]);

/**
 * Makes a tensor tell the recorder when its values are read outside an operation: a decision taken on them would be
 * taken once and replayed for ever. Its dtype, shape and size may be asked freely, and `detach()` becomes an operation
 * like others, one that gradients do not pass.
 * @internal
 */
export function guard(tensor: Tensor): Tensor {
  const { data } = tensor;
  const watched = new Proxy(data, {
    get(target, key): unknown {
      if (!HARMLESS.has(key)) runtime.recorder?.refuse(`reads the values of a tensor${callSite()}`);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
    set(target, key, value) {
      runtime.recorder?.refuse("writes the values of a tensor");
      return Reflect.set(target, key, value, target);
    },
  });
  const isWatched = (): boolean => runtime.recorder !== null && !runtime.recorder.inside;
  Object.defineProperty(tensor, "data", { get: () => (isWatched() ? watched : data) });
  Object.defineProperty(tensor, "detach", {
    value: () => (isWatched() ? noGrad(() => link(tensor)) : Tensor.prototype.detach.call(tensor)),
  });
  return tensor;
}
