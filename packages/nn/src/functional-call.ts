import { ArgumentError, GraphError, ShapeError, formatShape, formatValue, isTensor, readable, sameShape, type Tensor } from "@rewind/autograd"; // prettier-ignore
import { isModule, isParameter, stateOf, withTensors, type Module } from "./module.ts";

/**
 * What `module.forward(...inputs)` gives with other tensors in the places of the module's parameters: the results of
 * computations as well, through which gradients of any order flow. So an inner step of meta-learning, a hypernetwork or an
 * ensemble needs no copies of the module, which is as before when the call returns or throws. What `parameters()` lists
 * meanwhile are the tensors given.
 *
 * @param parameters by the names of `namedParameters()`; a shared parameter may be given under any of its names. Buffers may be
 *   given by theirs, and keep the module's own values otherwise
 * @example
 * const start = Object.fromEntries(net.namedParameters());
 * const loss = mseLoss(net.forward(x), y);
 * const names = Object.keys(start);
 * const grads = gradients(loss, Object.values(start), { createGraph: true });
 * const adapted = Object.fromEntries(names.map((name, i) => [name, start[name].sub(grads[i].mul(0.1))]));
 * mseLoss(functionalCall(net, adapted, x2), y2).backward(); // MAML: through the inner step
 * @throws ArgumentError if a name is missing or unknown, or one shared tensor is given two values
 * @throws ShapeError if a tensor is not of its parameter's shape
 * @throws GraphError if `forward` returns a promise or a generator, which would go on after the module is as before
 */
export function functionalCall<M extends Module>(
  module: M,
  parameters: Readonly<Record<string, Tensor>>,
  ...inputs: Parameters<M["forward"]>
): ReturnType<M["forward"]> {
  const who = "functionalCall";
  if (!isModule(module))
    throw new ArgumentError(`${who}: the first argument must be a Module, got ${formatValue(module)}`);
  const plain = Object.getPrototypeOf(readable(parameters) ?? 0) as unknown;
  if (plain !== Object.prototype && plain !== null)
    throw new ArgumentError(`${who}: expected tensors by name, got ${formatValue(parameters)}`);
  const replaced = matched(who, module, parameters);
  return withTensors(module, replaced, () => {
    const result = module.forward(...(inputs as never[])) as { then?: unknown; next?: unknown } | null;
    if (typeof result?.then === "function" || typeof result?.next === "function")
      throw new GraphError(
        `${who}: ${module.constructor.name}.forward returned ${formatValue(result)}, which goes on when the module has its own parameters again`,
      );
    return result as ReturnType<M["forward"]>;
  });
}

/** The module's tensors with what is to stand for each. */
function matched(
  who: string,
  module: Module,
  given: Readonly<Record<string, Tensor>>,
): ReadonlyMap<Tensor, Tensor> {
  const name = module.constructor.name;
  const state = stateOf(module);
  const replaced = new Map<Tensor, Tensor>();
  for (const [key, value] of Object.entries(given)) {
    const own = state.get(key);
    if (own === undefined)
      throw new ArgumentError(`${who}: ${name} has no ${formatValue(key)}; it has ${few([...state.keys()])}`);
    if (!isTensor(value))
      throw new ArgumentError(`${who}: ${formatValue(key)} must be a Tensor, got ${formatValue(value)}`);
    if (!sameShape(value.shape, own.shape))
      throw new ShapeError(`${who}: ${formatValue(key)} is ${formatShape(value.shape)}, should be ${formatShape(own.shape)}`); // prettier-ignore
    if ((replaced.get(own) ?? value) !== value)
      throw new ArgumentError(`${who}: ${formatValue(key)} is shared, and given two tensors; give it once`);
    replaced.set(own, value);
  }
  const missing = [...state].flatMap(([key, own]) => (isParameter(own) && !replaced.has(own) ? [key] : []));
  if (missing.length > 0)
    throw new ArgumentError(
      `${who}: no tensor for ${few(missing)} of ${name}; to keep its own, spread Object.fromEntries(module.namedParameters()) first`,
    );
  return replaced;
}

function few(names: readonly string[]): string {
  return names.length > 12
    ? `${names.slice(0, 10).join(", ")} and ${names.length - 10} more`
    : names.join(", ");
}
