import {
  ArgumentError,
  formatValue,
  gradcheck,
  isList,
  isTensor,
  operand,
  readable,
  to,
  type GradcheckOptions,
  type GradcheckResult,
  type Tensor,
} from "@rewind/autograd";
import { isModule, isParameter, stateOf, withTensors, type Module } from "./module.ts";

/**
 * {@link gradcheck} of a whole module: the gradients of its `forward` with respect to all inputs and all parameters against
 * central differences, in float64 whatever the module's dtype. The module is left as it is, running statistics included.
 *
 * @param inputs arguments of `forward`. Tensors, numbers and arrays of numbers are checked, and tensors inside objects and
 *   arrays, such as a state in the options; indices, as an Int32Array, and all else are passed on
 * @returns as of `gradcheck`: inputs count first, then parameters, each called by its dotted name
 * @example
 * const { ok, message } = gradcheckModule(new LSTMCell(3, 4), [randn([2, 3])]);
 * if (!ok) throw new Error(message); // … the most at input 2 ("weight_hh"), element [0, 1]: analytic …
 * @throws ArgumentError if `module` is no Module, `inputs` no array, or an option is unknown or out of range
 * @throws GraphError if the module is random: put dropout into evaluation with `eval()`, or give it a generator of fixed seed
 */
export function gradcheckModule(
  module: Module,
  inputs: readonly unknown[],
  options: GradcheckOptions = {},
): GradcheckResult {
  if (!isModule(module))
    throw new ArgumentError(
      `gradcheckModule: the first argument must be a Module, got ${formatValue(module)}`,
    );
  if (!isList(inputs))
    throw new ArgumentError(
      `gradcheckModule: the second argument must be a list of the inputs of forward, such as [x], got ${formatValue(inputs)}`,
    );
  const leaves: Tensor[] = [];
  const places = inputs.map((input, i) => collect(`inputs[${i}]`, isData(input) ? operand("gradcheckModule", input as never) : input, leaves)); // prettier-ignore
  const state = [...new Map([...stateOf(module)].map(([name, own]) => [own, name]))];
  const parameters = state.filter(([own]) => isParameter(own));
  const buffers = state.filter(([own]) => !isParameter(own));
  for (const [own, name] of parameters) leaves.push(called(name, own.detach()));
  return gradcheck(
    (...tensors) => {
      const given = new Map<Tensor, Tensor>();
      parameters.forEach(([own], i) => given.set(own, tensors[tensors.length - parameters.length + i]));
      for (const [own] of buffers) given.set(own, to(own.detach(), "float64").clone());
      return withTensors(module, given, () => {
        const result: unknown = module.forward(...(places.map((place) => place(tensors)) as never[]));
        const outputs: Tensor[] = [];
        collect(null, result, outputs);
        return outputs.length > 0 ? outputs : (result as Tensor);
      });
    },
    leaves,
    options,
  );
}

type Place = (tensors: readonly Tensor[]) => unknown;

/** Takes the tensors out of a tree, under names if they are to have any; what it returns puts others in their places. */
function collect(name: string | null, tree: unknown, found: Tensor[], depth: number = 0): Place {
  if (isTensor(tree)) {
    const at = found.push(called(name, tree)) - 1;
    return (tensors) => tensors[at];
  }
  if (depth > 64)
    throw new ArgumentError(
      `gradcheckModule: ${(name ?? "a result").slice(0, 80)} … is nested more than 64 deep; does it contain itself?`,
    );
  if (isList(tree)) {
    const branches = tree.map((branch, i) => collect(name && `${name}[${i}]`, branch, found, depth + 1));
    return (tensors) => branches.map((branch) => branch(tensors));
  }
  if (typeof tree !== "object" || tree === null || readable(tree) === undefined || Object.getPrototypeOf(tree) !== Object.prototype) return () => tree; // prettier-ignore
  const branches = Object.entries(tree).map(
    ([key, branch]) => [key, collect(name && `${name}.${key}`, branch, found, depth + 1)] as const,
  );
  return (tensors) => Object.fromEntries(branches.map(([key, branch]) => [key, branch(tensors)]));
}

/** A tensor under a name, unless it has one. */
function called(name: string | null, tensor: Tensor): Tensor {
  if (name === null || tensor.name !== undefined) return tensor;
  const named = tensor.detach();
  named.name = name;
  return named;
}

/** Numbers and arrays of them, which a module takes for a tensor. */
function isData(value: unknown, depth: number = 0): boolean {
  if (isList(value)) return value.length > 0 && depth < 64 && value.every((item) => isData(item, depth + 1));
  if (!ArrayBuffer.isView(value)) return typeof value === "number";
  return value instanceof Float32Array || value instanceof Float64Array;
}
