import { ArgumentError, formatValue, isList } from "@rewind/autograd";
import type { Algorithm, CommonSettings } from "./algorithm.ts";
import type { ParamGroup } from "./param-group.ts";
import { isRecord } from "./param-state.ts";
import { resolveSettings } from "./settings.ts";

/**
 * The settings of saved groups, if they are those of an optimizer with the groups `own`.
 *
 * @throws ArgumentError that begins with `who`
 */
export function readGroups<Settings extends CommonSettings>(
  who: string,
  { rules, check, defaults }: Pick<Algorithm<Settings, unknown>, "rules" | "check" | "defaults">,
  own: readonly ParamGroup<Settings>[],
  saved: readonly unknown[],
): Settings[] {
  if (saved.length !== own.length) {
    throw new ArgumentError(`${who}: ${saved.length} parameter groups, this optimizer has ${own.length}`);
  }
  let position = 0;
  return saved.map((group, i) => {
    const { length } = own[i].params;
    const positions: unknown = isRecord(group) ? group.params : undefined;
    if (!isRecord(group) || !isList(positions) || positions.length !== length) {
      throw new ArgumentError(
        `${who}: group ${i} must list ${length} parameters, got ${formatValue(positions)}`,
      );
    }
    for (const value of positions) {
      if (value !== position++) {
        throw new ArgumentError(
          `${who}: group ${i} lists parameter ${formatValue(value)} where ${position - 1} stands`,
        );
      }
    }
    const { params: _, ...given } = group;
    for (const name of Object.keys(rules)) {
      if (given[name] === undefined) throw new ArgumentError(`${who}: group ${i} lacks ${name}`);
    }
    const settings = resolveSettings(who, rules, given, defaults);
    check?.(settings);
    return settings;
  });
}
