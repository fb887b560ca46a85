export { Shown, type MimeBundle } from "./figure/shown.ts";
export { Picture } from "./figure/picture.ts";
export { Table } from "./figure/table.ts";
export type { Matrix, PictureOptions, Series } from "./figure/check.ts";
export { linePlot, type LinePlotOptions } from "./charts/line-plot.ts";
export { lossCurve } from "./charts/loss-curve.ts";
export { LiveLossCurve, liveLossCurve, type LiveLossCurveOptions } from "./charts/live-loss-curve.ts";
export { gradientFlowPlot, type GradientFlowPlotOptions } from "./charts/gradient-flow-plot.ts";
export { gradientHeatmap } from "./charts/gradient-heatmap.ts";
export {
  gradientTable,
  type GradientTableOptions,
  type GradientTableRow,
  type TableValue,
} from "./charts/gradient-table.ts";
export { gates } from "./charts/gates.ts";
export { alignmentPlot, type AlignmentPlotOptions } from "./charts/alignment-plot.ts";
export { connectivity, type ConnectivityOptions } from "./charts/connectivity.ts";
export { inputInfluence } from "./measure/input-influence.ts";
export { unrolledGraph, type UnrolledGraphOptions } from "./graph/unrolled-graph.ts";
export { memoryTimeline } from "./graph/memory-timeline.ts";
export { heldElements } from "./graph/held-elements.ts";
export { gateActivations, type GateActivationsOptions } from "./measure/gate-activations.ts";
export { gateGradients } from "./measure/gate-gradients.ts";
export type { GatedModule, GatedState } from "./measure/gate-source.ts";
