/** Files of this library, as a stack names them. */
const OWN = /[\\/](?:@rewind|packages)[\\/]+(?:autograd|nn|optim|rnn)[\\/](?:src|dist)[\\/]/;

/** The name of a function in a line of a stack. */
const NAME = /at (?:\w+\.)?([a-zA-Z]\w*) \(/;

/**
 * What was just called from outside this library, and where: " in topk, at cell.ts:12:9". Empty where the stack does not
 * tell, as in a bundle.
 * @internal
 */
export function callSite(): string {
  const limits = Error as { stackTraceLimit?: number };
  const { stackTraceLimit } = limits;
  limits.stackTraceLimit = 30;
  const { stack = "" } = new Error("call site");
  limits.stackTraceLimit = stackTraceLimit;
  const lines = stack.split("\n").filter((line) => /:\d+:\d+\)?$/.test(line));
  const outside = lines.findIndex((line) => !OWN.test(line));
  if (outside < 1) return "";
  const place = /[^\s(]+:\d+:\d+(?=\)?$)/.exec(lines[outside]);
  // The first two lines are this function and who asks. A method is named by what it calls.
  const inside = lines.slice(2, outside);
  if (inside.at(-1)?.includes("Tensor.value ") === true) inside.pop();
  const called = NAME.exec(inside.at(-1) ?? "")?.[1];
  // Servers of sources in development put a query behind the name of a file.
  const at = place?.[0].replace(/\?[^:]*(?=:\d+:\d+$)/, "");
  return `${called === undefined ? "" : ` in ${called}`}, at ${at}`;
}
