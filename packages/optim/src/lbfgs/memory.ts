import { Tensor } from "@rewind/autograd";
import {
  curvaturePair,
  packPairs,
  quasiNewtonDirection,
  unpackPairs,
  type CurvaturePair,
} from "./curvature.ts";
import type { LBFGSState } from "./settings.ts";
import { dot } from "./vectors.ts";

/** What LBFGS carries from one iteration to the next. */
export class LBFGSMemory {
  funcEvals = 0;
  nIter = 0;
  /** Length of the last step. */
  t = 0;
  #hDiag = 1;
  #direction: Float64Array | null = null;
  #grad: Float64Array | null = null;
  #pairs: CurvaturePair[] = [];

  /** The direction of the next iteration, at a point with this gradient; takes note of what the last step has shown. */
  nextDirection(grad: Float64Array, historySize: number): Float64Array {
    const { t } = this;
    const last = this.#direction;
    const before = this.#grad;
    if (last !== null && before !== null) {
      const change = grad.map((value, i) => value - before[i]);
      const step = last.map((value) => value * t);
      const curvature = dot(change, step);
      // A step along which the loss curves the other way says nothing of the minimum.
      if (curvature > 1e-10) {
        this.#pairs = [...this.#pairs, curvaturePair(change, step)].slice(-historySize);
        this.#hDiag = curvature / dot(change, change);
      }
    }
    this.nIter++;
    this.#grad = grad;
    this.#direction = quasiNewtonDirection(grad, this.#pairs, this.#hDiag);
    return this.#direction;
  }

  /** A memory that goes its own way: vectors are replaced, never written, so they may be shared. */
  copy(): LBFGSMemory {
    const copy = new LBFGSMemory();
    copy.funcEvals = this.funcEvals;
    copy.nIter = this.nIter;
    copy.t = this.t;
    copy.#hDiag = this.#hDiag;
    copy.#direction = this.#direction;
    copy.#grad = this.#grad;
    copy.#pairs = this.#pairs;
    return copy;
  }

  save(): LBFGSState {
    const state: LBFGSState = {
      funcEvals: this.funcEvals,
      nIter: this.nIter,
      t: this.t,
      hDiag: this.#hDiag,
    };
    if (this.#direction === null || this.#grad === null) return state;
    const { length } = this.#grad;
    state.d = new Tensor(this.#direction.slice(), [length]);
    state.prevFlatGrad = new Tensor(this.#grad.slice(), [length]);
    state.pairs = packPairs(this.#pairs, length);
    return state;
  }

  static restore({ funcEvals, nIter, t, hDiag, d, prevFlatGrad, pairs }: LBFGSState): LBFGSMemory {
    const memory = new LBFGSMemory();
    memory.funcEvals = funcEvals;
    memory.nIter = nIter;
    memory.t = t;
    memory.#hDiag = hDiag;
    memory.#direction = d === undefined ? null : Float64Array.from(d.data);
    memory.#grad = prevFlatGrad === undefined ? null : Float64Array.from(prevFlatGrad.data);
    memory.#pairs = pairs === undefined ? [] : unpackPairs(pairs);
    return memory;
  }
}
