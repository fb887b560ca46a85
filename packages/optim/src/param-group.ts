import {
  ArgumentError,
  GraphError,
  formatShape,
  formatValue,
  isTensor,
  readable,
  type Tensor,
} from "@rewind/autograd";
import { listOf } from "./list-of.ts";
import { resolveSettings, type Rules } from "./settings.ts";

/** Parameters that share settings, as the optimizer keeps them. Schedules write `lr` here. */
export type ParamGroup<Settings> = { params: readonly Tensor[] } & Settings;

/** Parameters with settings of their own; what is left out comes from the optimizer's options. */
export type ParamGroupOptions<Settings> = { params: Iterable<Tensor> } & Partial<Settings>;

/** What optimizers take: one list of parameters, or groups of them. */
export type Params<Settings> = Iterable<Tensor> | Iterable<ParamGroupOptions<Settings>>;

/**
 * Turns what the user gave into checked groups.
 *
 * @param taken parameters that are in other groups already
 * @throws ArgumentError if there is no parameter, or one occurs twice
 * @throws GraphError if a parameter is not a leaf that requires gradients
 */
export function resolveGroups<Settings extends object>(
  who: string,
  rules: Rules<Settings>,
  params: Params<Settings>,
  defaults: Settings,
  taken: readonly Tensor[] = [],
): ParamGroup<Settings>[] {
  const given = listOf(who, params);
  if (given.length === 0)
    throw new ArgumentError(`${who}: no parameters given; pass model.parameters() or a list of tensors`);
  const bare = given.filter(isTensor).length;
  if (bare !== 0 && bare !== given.length) {
    throw new ArgumentError(`${who}: tensors and groups are mixed; wrap the tensors as { params: [...] }`);
  }
  const options = (bare === 0 ? given : [{ params: given }]) as ParamGroupOptions<Settings>[];
  const seen = new Set(taken);
  return options.map((group, i) => {
    if (
      typeof group !== "object" ||
      group === null ||
      readable(group) === undefined ||
      !("params" in group)
    ) {
      throw new ArgumentError(
        `${who}: entry ${i} must be a tensor or { params, ... }, got ${formatValue(group)}`,
      );
    }
    const { params: members, ...own } = group;
    const list = listOf(who, members) as Tensor[];
    if (list.length === 0) throw new ArgumentError(`${who}: group ${i} has no parameters`);
    list.forEach((param, at) => checkParam(who, param, `parameter ${at} of group ${i}`, seen));
    return { params: list, ...resolveSettings(who, rules, own, defaults) };
  });
}

function checkParam(who: string, param: unknown, where: string, seen: Set<Tensor>): void {
  if (!isTensor(param)) {
    throw new ArgumentError(`${who}: ${where} must be a Tensor, got ${formatValue(param)}`);
  }
  const label = `${where} (${param.name ? `"${param.name}", ` : ""}shape ${formatShape(param.shape)})`;
  if (!param.isLeaf) {
    throw new GraphError(
      `${who}: ${label} was computed by an operation; only leaves can be optimized, pass the tensor it came from or detach() it first`,
    );
  }
  if (!param.requiresGrad) {
    throw new GraphError(`${who}: ${label} does not require a gradient; set its requiresGrad to true`);
  }
  if (seen.has(param)) {
    throw new ArgumentError(`${who}: ${label} occurs twice; list a shared parameter once`);
  }
  seen.add(param);
}
