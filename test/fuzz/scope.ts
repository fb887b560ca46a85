import * as autograd from "@rewind/autograd";
import * as nn from "@rewind/nn";
import * as optim from "@rewind/optim";
import * as rnn from "@rewind/rnn";
import * as viz from "@rewind/viz";
import * as helpers from "./helpers.ts";

export const packages: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  autograd,
  nn,
  optim,
  rnn,
  viz,
};

const scope: Readonly<Record<string, unknown>> = { ...packages, ...helpers };
const names = Object.keys(scope);
const values = Object.values(scope);

/** What code gives, which may name the packages and the helpers. */
export function evaluate(code: string): unknown {
  // oxlint-disable-next-line no-implied-eval, no-new-func -- code is how calls are drawn, shrunk and printed.
  const run = new Function(...names, `"use strict"; return (${code});`) as (...all: unknown[]) => unknown;
  return run(...values);
}
