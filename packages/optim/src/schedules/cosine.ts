/** The way from `from` to `to` along half a cosine; `part` 0 is the beginning, 1 the end. */
export function cosine(from: number, to: number, part: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * part))) / 2;
}

/** The way from `from` to `to` in the form asked for. */
export function anneal(form: "cos" | "linear", from: number, to: number, part: number): number {
  return form === "cos" ? cosine(from, to, part) : from + (to - from) * part;
}
