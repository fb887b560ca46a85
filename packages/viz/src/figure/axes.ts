import type { PlotOptions } from "@observablehq/plot";

/** Axes for lines of up to `count` points, one unit apart. @internal */
export function axes(x: string, y: string, log: boolean, count: number): PlotOptions {
  return {
    marginLeft: 60,
    marginBottom: 40,
    x: {
      label: x,
      labelAnchor: "center",
      labelArrow: "none",
      nice: false,
      ...(count < 12 ? { interval: 1 } : {}),
    },
    y: {
      label: y,
      labelArrow: "none",
      grid: true,
      nice: !log,
      ...(log ? { type: "log", tickFormat: "~e", ticks: 6 } : {}),
    },
  };
}
