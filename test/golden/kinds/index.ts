import type { Kinds } from "../kind.ts";
import { elementwise } from "./elementwise.ts";
import { graph } from "./graph.ts";
import { losses } from "./losses.ts";
import { matmul } from "./matmul.ts";
import { optim } from "./optim.ts";
import { reduce } from "./reduce.ts";
import { shape } from "./shape.ts";

/** Every kind of case there is a function for: the runner fails what it does not find here. */
export const KINDS: Kinds = { ...elementwise, ...matmul, ...reduce, ...shape, ...graph, ...losses, ...optim };
