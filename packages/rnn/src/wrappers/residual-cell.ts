import { ArgumentError, add, type Tensor } from "@rewind/autograd";
import type { Cell } from "../cell.ts";
import type { StateTree } from "../state.ts";
import { WrappedCell } from "./wrapped-cell.ts";

/**
 * A cell that adds its input to its output, `y = x + cell(x)`: so deep stacks train (He et al., "Deep residual learning for
 * image recognition", 2016; between recurrent layers, Wu et al., "Google's neural machine translation system", 2016). The
 * state is the inner cell's.
 *
 * @example
 * const deep = new StackedCell([new GRUCell(8, 16), new ResidualCell(new GRUCell(16, 16))]);
 * @throws ArgumentError if the cell's inputs and outputs differ in size
 */
export class ResidualCell<S extends StateTree> extends WrappedCell<S> {
  constructor(cell: Cell<S>) {
    super(cell);
    if (cell.inputSize !== cell.outputSize)
      throw new ArgumentError(
        `ResidualCell: a cell of inputSize ${cell.inputSize} and outputSize ${cell.outputSize} cannot be added to its input; they must be equal`,
      );
  }

  protected startOf(batch: number): S {
    return this.cell.initialState(batch);
  }

  protected advance(x: Tensor, state: S): [output: Tensor, state: S] {
    const [output, next] = this.cell.step(x, state);
    return [add(x, output), next];
  }
}
