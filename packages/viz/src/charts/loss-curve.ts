import { isList, isTensor } from "@rewind/autograd";
import type { Series } from "../figure/check.ts";
import type { Picture } from "../figure/picture.ts";
import { drawLines, type LinePlotOptions } from "./line-plot.ts";

/**
 * How the loss falls in training: one curve, or several by name (training and validation, or one model beside another).
 *
 * @param losses one number per update
 * @param options of {@link linePlot}; `x` is `"update"` unless said otherwise, counted from 1
 * @example
 * lossCurve({ RNN: [2.1, 1.7, 1.5], LSTM: [2.2, 1.4, 0.9] }, { y: "cross-entropy (nats)" });
 * @throws ArgumentError if a curve is empty or a loss is not finite
 */
export function lossCurve(
  losses: Series | Readonly<Record<string, Series>>,
  options: LinePlotOptions = {},
): Picture {
  return drawLines("lossCurve", isSeries(losses) ? { loss: losses } : losses, options, {
    title: "Loss",
    x: "update",
    y: "loss",
    start: 1,
  });
}

function isSeries(losses: Series | Readonly<Record<string, Series>>): losses is Series {
  return isList(losses) || ArrayBuffer.isView(losses) || isTensor(losses);
}
