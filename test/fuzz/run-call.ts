import { defaultGenerator } from "@rewind/autograd";
import type { Drawn } from "./draw.ts";
import { print } from "./expression.ts";
import { evaluate } from "./scope.ts";
import { judge, type Failure, type Tally } from "./verdict.ts";

export function codeOf({ target, args }: Drawn): string {
  return target.code(args.map(print).join(", "));
}

/** Performs a call on objects of its own. Null if all is well, or if its arguments do not even exist. */
export async function runCall(
  { target, args }: Drawn,
  names: ReadonlySet<string>,
  tally: Tally,
): Promise<Failure | null> {
  let subject: unknown;
  let values: readonly unknown[];
  defaultGenerator().manualSeed(1);
  try {
    subject = evaluate(target.subject);
    values = args.map((arg) => evaluate(print(arg)));
  } catch {
    tally.unmade++;
    return null;
  }
  return judge(target, subject, values, names, tally);
}
