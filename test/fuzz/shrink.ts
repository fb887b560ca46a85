import type { Drawn } from "./draw.ts";
import { parse, places, print, smaller, type Expression } from "./expression.ts";

const SIMPLE: readonly Expression[] = ["undefined", "null", "0", "[]", "{}", "some([2])"].map(parse);
const MOST_TRIES = 300;

/** The simplest call found that fails as this one does. */
export async function shrink(drawn: Drawn, fails: (simpler: Drawn) => Promise<boolean>): Promise<Drawn> {
  let tries = 0;
  for (;;) {
    let found: Drawn | null = null;
    for (const candidate of simpler(drawn)) {
      if (tries++ >= MOST_TRIES) return drawn;
      if (!(await fails(candidate))) continue;
      found = candidate;
      break;
    }
    if (found === null) return drawn;
    drawn = found;
  }
}

function simpler({ target, args }: Drawn): Drawn[] {
  const put = (at: number, value: Expression): Drawn => ({
    target,
    args: args.map((arg, i) => (i === at ? value : arg)),
  });
  return [
    ...args.map((_, at) => ({ target, args: args.filter((_, i) => i !== at) })),
    ...args.flatMap((arg, at) =>
      places(arg).flatMap(({ value, put: inside }) => {
        const text = print(value);
        const known = SIMPLE.findIndex((simple) => print(simple) === text);
        return [
          ...smaller(value).map((less) => put(at, inside(less))),
          ...SIMPLE.slice(0, known < 0 ? undefined : known)
            .filter((simple) => print(simple).length < text.length)
            .map((simple) => put(at, inside(simple))),
        ];
      }),
    ),
  ];
}
