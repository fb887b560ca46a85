import { ArgumentError, checkData, refuseExtra, type Tensor } from "@rewind/autograd";
import type { Algorithm } from "./algorithm.ts";
import { evaluate, type Closure } from "./closure.ts";
import { LBFGSMemory } from "./lbfgs/memory.ts";
import { lbfgsDefaults, lbfgsRules, type LBFGSOptions, type LBFGSState } from "./lbfgs/settings.ts";
import { strongWolfe, type Evaluation } from "./lbfgs/strong-wolfe.ts";
import { dot, gatherGrads, gatherParams, maxAbs, writeParams } from "./lbfgs/vectors.ts";
import { Optimizer } from "./optimizer.ts";
import type { Params } from "./param-group.ts";
import type { OptimizerState } from "./state-dict.ts";

const algorithm: Algorithm<LBFGSOptions, LBFGSState> = {
  name: "LBFGS",
  defaults: lbfgsDefaults,
  rules: lbfgsRules,
  state: {
    funcEvals: "count",
    nIter: "count",
    t: "number",
    hDiag: "number",
    d: "vector?",
    prevFlatGrad: "vector?",
    pairs: "pairs?",
  },
};

/**
 * Limited-memory BFGS (Liu and Nocedal, "On the limited memory BFGS method for large scale optimization", 1989): a
 * quasi-Newton method for smooth losses over the full batch. It evaluates the loss several times in a step, so `step`
 * takes a closure; all parameters are one vector, in one group. The arithmetic is in float64 whatever the parameters are.
 *
 * @example
 * const optimizer = new LBFGS(model.parameters(), { lineSearchFn: "strong_wolfe" });
 * optimizer.step(() => {
 *   optimizer.zeroGrad();
 *   const loss = mseLoss(model.forward(x), y);
 *   loss.backward();
 *   return loss;
 * });
 * @throws ArgumentError if an option is outside its domain, or there are several groups
 */
export class LBFGS extends Optimizer<LBFGSOptions, LBFGSState> {
  #memory: LBFGSMemory | null = null;

  constructor(params: Params<LBFGSOptions>, options: Partial<LBFGSOptions> = {}) {
    super(algorithm, params, options);
    if (this.paramGroups.length > 1) refuseGroups("LBFGS");
  }

  /**
   * Iterates up to `maxIter` times. If it throws, the parameters are what they were.
   *
   * @param closure clears the gradients, computes the loss, runs backward, and returns the loss
   * @returns the loss before the step
   * @throws ArgumentError if there is no closure, or loss and gradients where it steps are not finite
   * @throws ShapeError if a gradient is not of its parameter's shape and dtype
   * @throws GraphError if the closure leaves all parameters without a gradient
   */
  override step(closure?: Closure): Tensor {
    if (arguments.length > 1) refuseExtra("LBFGS.step", arguments, 1, true);
    const [settings] = this.checkSettings();
    const params = this.#params();
    for (const param of params) checkData("LBFGS.step", param);
    const start = gatherParams(params);
    const memory = this.#memory?.copy() ?? new LBFGSMemory();
    try {
      const loss = this.#iterate(closure, params, settings, memory);
      this.#memory = memory;
      return loss;
    } catch (error) {
      writeParams(params, start);
      throw error;
    }
  }

  /** LBFGS has one group. @throws ArgumentError always */
  override addParamGroup(): never {
    return refuseGroups("LBFGS.addParamGroup");
  }

  override stateDict(): OptimizerState<LBFGSOptions, LBFGSState> {
    if (arguments.length > 0) refuseExtra("LBFGS.stateDict", arguments, 0, true);
    if (this.#memory !== null) Object.assign(this.stateOf(this.#params()[0]), this.#memory.save());
    return super.stateDict();
  }

  override loadStateDict(dict: OptimizerState<LBFGSOptions, LBFGSState>): void {
    if (arguments.length > 1) refuseExtra("LBFGS.loadStateDict", arguments, 1, true);
    super.loadStateDict(dict);
    const own = "0" in dict.state ? (this.stateOf(this.#params()[0]) as LBFGSState) : null;
    this.#memory = own === null ? null : LBFGSMemory.restore(own);
  }

  protected override update(): void {
    throw new ArgumentError("LBFGS: all parameters move together; call step(closure)");
  }

  #params(): readonly Tensor[] {
    return this.paramGroups[0].params;
  }

  #iterate(closure: unknown, params: readonly Tensor[], settings: LBFGSOptions, memory: LBFGSMemory): Tensor {
    const { lr, maxIter, toleranceGrad, toleranceChange } = settings;
    const maxEval = settings.maxEval ?? Math.floor((maxIter * 5) / 4);
    let first: Tensor | null = null;
    const measure = (): Evaluation => {
      const loss = evaluate("LBFGS.step", closure);
      this.checkGrads();
      memory.funcEvals++;
      first ??= loss;
      return { loss: loss.item(), grad: gatherGrads(params) };
    };
    let at = measure();
    const before = memory.funcEvals;
    for (let n = 1; n <= maxIter && !(maxAbs(at.grad) <= toleranceGrad); n++) {
      assertFinite(at);
      const isFirst = memory.nIter === 0;
      const direction = memory.nextDirection(at.grad, settings.historySize);
      const slope = dot(at.grad, direction);
      let t = isFirst ? Math.min(1, 1 / at.grad.reduce((sum, g) => sum + Math.abs(g), 0)) * lr : lr;
      memory.t = t;
      if (slope > -toleranceChange) break;
      const previous = at.loss;
      const point = gatherParams(params);
      if (settings.lineSearchFn === "strong_wolfe") {
        const along = (step: number): Evaluation => {
          writeParams(params, point, step, direction);
          return measure();
        };
        const found = strongWolfe(along, direction, at, t, toleranceChange);
        at = found;
        t = found.t;
        memory.t = t;
        writeParams(params, point, t, direction);
      } else {
        writeParams(params, point, t, direction);
        // Nothing reads what the loss would be after the last one.
        if (n === maxIter) break;
        at = measure();
      }
      if (1 + memory.funcEvals - before >= maxEval) break;
      if (maxAbs(direction) * Math.abs(t) <= toleranceChange) break;
      if (Math.abs(at.loss - previous) < toleranceChange) break;
    }
    return first as unknown as Tensor;
  }
}

function assertFinite({ loss, grad }: Evaluation): void {
  const largest = maxAbs(grad);
  if (Number.isFinite(loss) && Number.isFinite(largest)) return;
  throw new ArgumentError(
    `LBFGS.step: the loss is ${loss} and its largest gradient ${largest}, but both must be finite; lower lr, or set lineSearchFn to "strong_wolfe"`,
  );
}

function refuseGroups(who: string): never {
  throw new ArgumentError(`${who}: all parameters must be in one group, for they are one vector`);
}
