export type { LeafRates } from "./leaf-rates.ts";
export { ResettableCell, markResets, type ResettableState } from "./resettable-cell.ts";
export { ResidualCell } from "./residual-cell.ts";
export { StackedCell, type CellsOf } from "./stacked-cell.ts";
export {
  VariationalDropoutCell,
  type VariationalDropoutCellOptions,
  type VariationalDropoutState,
} from "./variational-dropout-cell.ts";
export { WeightDrop, type WeightDropOptions } from "./weight-drop.ts";
export { WeightNorm, type WeightNormOptions } from "./weight-norm.ts";
export { ZoneoutCell, type ZoneoutCellOptions, type ZoneoutState } from "./zoneout-cell.ts";
