import { parse, places, type Expression } from "./expression.ts";
import type { Target } from "./targets.ts";
import { OPTION_NAMES, PLAUSIBLE, WRONG } from "./values.ts";

/** A call as drawn: what is called, and its arguments as code. */
export interface Drawn {
  readonly target: Target;
  readonly args: readonly Expression[];
}

/** Numbers from 0 to 1, the same for the same seed and place: SplitMix in 32 bits. */
export function randomOf(seed: number, place: number): () => number {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(place + 1, 0x85ebca6b)) >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** The call at a place of a campaign, whatever was drawn at others. */
export function draw(targets: readonly Target[], seed: number, place: number): Drawn {
  const random = randomOf(seed, place);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];

  const target = pick(targets);
  // These take a step for each element there is: what is long, is shorter for them.
  const isSlow = /grad(grad)?check|jacobian|hessian/.test(target.name);
  const other = (): Expression => {
    const text = pick(random() < 0.6 ? WRONG : PLAUSIBLE);
    return parse(isSlow ? text.replace("200000", "20") : text);
  };
  let args: readonly Expression[] = listOf(pick(target.good));
  const kind = random();
  if (kind < 0.1) return { target, args };
  if (kind < 0.16) return { target, args: Array.from({ length: Math.floor(random() * 4) }, other) };
  const changes = 1 + Math.floor(random() ** 2 * 3);
  for (let i = 0; i < changes; i++) args = changed(args, random, pick, other);
  return { target, args };
}

/** A list of arguments as expressions. */
function listOf(code: string): readonly Expression[] {
  const list = parse(`[${code}]`);
  return list.kind === "list" ? list.items : [];
}

function changed(
  args: readonly Expression[],
  random: () => number,
  pick: <T>(list: readonly T[]) => T,
  other: () => Expression,
): readonly Expression[] {
  const choice = random();
  const at = Math.floor(random() * args.length);
  if (args.length === 0 || choice < 0.08) return [...args, other()];
  if (choice < 0.14) return args.filter((_, i) => i !== at);
  if (choice < 0.2) return args.map((_, i) => args[args.length - 1 - i]);
  const where = pick(places(args[at]));
  const old = where.value;
  const put = (value: Expression): readonly Expression[] =>
    args.map((arg, i) => (i === at ? where.put(value) : arg));
  if (old.kind === "record" && choice < 0.5)
    return put({ ...old, entries: [...old.entries, { key: pick(OPTION_NAMES), value: other() }] });
  if (old.kind === "list" && choice < 0.5) return put({ ...old, items: [...old.items, other()] });
  return put(other());
}
