import { empty, matmul, matmulOp, type MatmulPlan, type Op, type Tensor } from "@rewind/autograd";
import type { Plan } from "./hoist.ts";
import type { Instruction } from "./program.ts";

/**
 * The gradient of a weight that every step multiplies with: `Σ_t a_tᵀ g_t` is one product over the rows of all steps, which
 * are gathered here.
 * @internal
 */
export class DeferredProduct {
  readonly weight: number;
  readonly #transposed: boolean;
  readonly #steps: number;
  #left: Tensor | null = null;
  #right: Tensor | null = null;
  #row = 0;

  constructor({ inputs, options }: Instruction, steps: number) {
    this.weight = inputs[1];
    this.#transposed = (options as MatmulPlan).transposeB;
    this.#steps = steps;
  }

  add(a: Tensor, grad: Tensor): void {
    const rows = this.#steps * a.shape[0];
    this.#left ??= empty([rows, a.shape[1]], a.dtype);
    this.#right ??= empty([rows, grad.shape[1]], grad.dtype);
    this.#left.data.set(a.data, this.#row * a.shape[1]);
    this.#right.data.set(grad.data, this.#row * grad.shape[1]);
    this.#row += a.shape[0];
  }

  total(): Tensor | null {
    if (this.#left === null || this.#right === null) return null;
    return this.#transposed
      ? matmul(this.#right, this.#left, { transposeA: true })
      : matmul(this.#left, this.#right, { transposeA: true });
  }
}

/** Whether an instruction multiplies rows with a weight matrix that stays the same. @internal */
export function isDeferrable({ op, options, inputs }: Instruction, { program, places }: Plan): boolean {
  if (op !== (matmulOp as Op) || (options as MatmulPlan).transposeA) return false;
  const [a, weight] = inputs;
  const { kinds } = program;
  return places[weight] === "invariant" && kinds[a].shape.length === 2 && kinds[weight].shape.length === 2;
}
