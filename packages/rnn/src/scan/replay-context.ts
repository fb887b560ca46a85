import type { Dtype, Context, Shape, Tensor } from "@rewind/autograd";
import type { Instruction, Kind } from "./program.ts";

/** What rules see instead of a node: one object per instruction. @internal */
export class ReplayContext implements Context {
  saved: readonly Tensor[] = [];
  readonly inputShapes: readonly Shape[];
  readonly shapes: readonly Shape[];
  readonly dtype: Dtype;
  readonly #needs: readonly boolean[];

  /** @param needs which inputs want a gradient from the rule */
  constructor({ inputs, outputs }: Instruction, kinds: readonly Kind[], needs: readonly boolean[]) {
    this.inputShapes = inputs.map((input) => kinds[input].shape);
    this.shapes = outputs.map((output) => kinds[output].shape);
    this.dtype = outputs.length > 0 ? kinds[outputs[0]].dtype : "float32";
    this.#needs = needs;
  }

  save(...tensors: Tensor[]): void {
    this.saved = tensors;
  }

  needs(input: number): boolean {
    return this.#needs[input];
  }

  /** Never: the loop itself gathers what can wait. */
  defers(): boolean {
    return false;
  }

  /** Within a step nothing is carried. */
  get totals(): null {
    return null;
  }

  /** Nothing to wait for: what is saved belongs to the loop. */
  whenFreed(): void {}
}
