import { GraphError, formatShape } from "../errors.ts";
import { checkData, type Tensor } from "../tensor/tensor.ts";

/** Tensors kept for a backward rule, and how often their memory had been written by then. */
export class Saved {
  readonly tensors: readonly Tensor[];
  /** Null stands for all zero: nothing had ever been written. */
  private readonly versions: readonly number[] | null;

  constructor(tensors: readonly Tensor[]) {
    this.tensors = tensors;
    let written = false;
    for (let i = 0; i < tensors.length; i++) written ||= tensors[i].version !== 0;
    this.versions = written ? tensors.map((t) => t.version) : null;
  }

  /**
   * Throws if something kept here has been written in place since.
   * @param allow tensors for which a write is accepted; null for none
   */
  check(op: string, allow: ((tensor: Tensor) => boolean) | null): void {
    for (let i = 0; i < this.tensors.length; i++) {
      const tensor = this.tensors[i];
      if (tensor.data.length === 0) checkData(`backward of ${op}`, tensor);
      const expected = this.versions === null ? 0 : this.versions[i];
      if (tensor.version === expected || (allow !== null && allow(tensor))) continue;
      throw new GraphError(
        `backward of ${op}: a tensor of shape ${formatShape(tensor.shape)}${tensor.name ? ` ("${tensor.name}")` : ""} that ` +
          `${op} saved at version ${expected} has since been written in place by ${tensor.lastWriter} (version ${tensor.version}); ` +
          `run backward before the write, or write to a clone(). Was the state of an earlier window carried across an ` +
          `optimizer's step? Then call detachState(state) first`,
      );
    }
  }
}
