import { cpus, totalmem } from "node:os";

/** What the numbers were measured on, in a line. */
export function machine(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const model = first === undefined ? process.arch : first.model.trim();
  return `${model}, ${cpus().length} logical CPUs, ${memory} GiB, ${process.platform}`;
}
