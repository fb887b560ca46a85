import * as autograd from "./autograd.ts";
import * as nn from "./nn.ts";
import * as optim from "./optim.ts";
import * as rnn from "./rnn.ts";
import * as viz from "./viz.ts";

/** Good arguments of what a package exports. */
export interface Good {
  readonly functions: Readonly<Record<string, readonly string[]>>;
  readonly classes: Readonly<Record<string, readonly string[]>>;
  readonly methods: Readonly<Record<string, readonly string[]>>;
  readonly receivers: Readonly<Record<string, readonly string[]>>;
  readonly made: readonly (readonly [code: string, ...args: string[]])[];
}

export const good: Readonly<Record<string, Good>> = { autograd, nn, optim, rnn, viz };
