import { RewindError } from "@rewind/autograd";
import { expect } from "vitest";

/** A typed error, which leads with a name and says something. */
export function assertRefused(call: () => unknown, name?: string): void {
  let thrown: unknown = null;
  try {
    call();
  } catch (error) {
    thrown = error;
  }
  expect(thrown, `${name ?? ""}: nothing was refused by ${String(call)}`).toBeInstanceOf(RewindError);
  const { message } = thrown as RewindError;
  if (name !== undefined) expect(message).toMatch(new RegExp(`^${name}\\b`));
  expect(message).toMatch(/^\w+: .{15,}/);
}
