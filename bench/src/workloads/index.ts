import type { Spec, Task } from "../spec.ts";
import { adamTask } from "./adam.ts";
import { elementwiseTask } from "./elementwise.ts";
import { inLoopTask } from "./in-loop.ts";
import { matmulTask } from "./matmul.ts";
import { mlpTask } from "./mlp.ts";
import { orderTask } from "./order.ts";
import { recurrentTask } from "./recurrent.ts";
import { softmaxTask } from "./softmax.ts";
import { tapeTask } from "./tape.ts";

/** Makes a benchmark ready in Rewind. */
export function prepare(spec: Spec): Task {
  switch (spec.kind) {
    case "recurrent":
      return recurrentTask(spec);
    case "mlp":
      return mlpTask(spec);
    case "matmul":
      return matmulTask(spec);
    case "elementwise":
      return elementwiseTask(spec);
    case "tape":
      return tapeTask(spec);
    case "softmax":
      return softmaxTask(spec);
    case "adam":
      return adamTask(spec);
    case "order":
      return orderTask(spec);
    case "in-loop":
      return inLoopTask(spec);
  }
}
