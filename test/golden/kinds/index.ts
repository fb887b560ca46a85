import type { Kinds } from "../kind.ts";
import { attention } from "./attention.ts";
import { checkpoints } from "./checkpoints.ts";
import { elementwise } from "./elementwise.ts";
import { graph } from "./graph.ts";
import { losses } from "./losses.ts";
import { matmul } from "./matmul.ts";
import { nn } from "./nn.ts";
import { optim } from "./optim.ts";
import { reduce } from "./reduce.ts";
import { rnn } from "./rnn.ts";
import { schedulers } from "./schedulers.ts";
import { shape } from "./shape.ts";
import { tbptt } from "./tbptt.ts";
import { transformer } from "./transformer.ts";

/** Every kind of case there is a function for: the runner fails what it does not find here. */
export const KINDS: Kinds = {
  ...elementwise,
  ...matmul,
  ...reduce,
  ...shape,
  ...nn,
  ...graph,
  ...losses,
  ...rnn,
  ...tbptt,
  ...attention,
  ...transformer,
  ...checkpoints,
  ...optim,
  ...schedulers,
};
