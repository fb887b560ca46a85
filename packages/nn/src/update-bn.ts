import { ArgumentError, formatValue, isIterable, noGrad, refuseExtra } from "@rewind/autograd";
import { BatchNorm } from "./batch-norm.ts";
import { isModule, type Module } from "./module.ts";

/**
 * Computes the running statistics of every batch normalisation in a model anew, as the plain average over `batches`: what
 * averaged weights need before they are used, since their activations are not those of the weights they came from (Izmailov et
 * al., "Averaging Weights Leads to Wider Optima and Better Generalization", 2018; PyTorch's `swa_utils.update_bn`). The model
 * runs as in training, without gradients; modes and momenta are afterwards as before. Without batch normalisation nothing
 * happens. If a batch fails, the statistics are as before.
 *
 * @param batches what the model's `forward` takes, one by one; each counts alike, whatever its size
 * @example
 * average.swap(); // an EMA or SWA of the model's parameters
 * updateBN(model, trainingBatches);
 * @throws ArgumentError if `model` is no Module, or `batches` no iterable or empty
 */
export function updateBN<X>(model: Module & { forward(x: X): unknown }, batches: Iterable<X>): void {
  if (arguments.length > 2) refuseExtra("updateBN", arguments, 2);
  if (!isModule(model))
    throw new ArgumentError(`updateBN: the model must be a Module, got ${formatValue(model)}`);
  if (!isIterable(batches))
    throw new ArgumentError(`updateBN: batches must be an iterable of inputs, got ${formatValue(batches)}`);
  const modules = model.modules();
  const norms = modules.filter(
    (module): module is BatchNorm => module instanceof BatchNorm && module.runningMean !== null,
  );
  if (norms.length === 0) return;
  const modes = modules.map(({ training }) => training);
  const momenta = norms.map(({ momentum }) => momentum);
  const before = norms.map((norm) => norm.buffers().map(({ data }) => data.slice()));
  try {
    for (const norm of norms) {
      norm.resetRunningStats();
      norm.momentum = null;
    }
    model.train();
    let count = 0;
    noGrad(() => {
      for (const batch of batches) {
        model.forward(batch as never);
        count++;
      }
    });
    if (count === 0) throw new ArgumentError("updateBN: there are no batches to take statistics of");
  } catch (error) {
    norms.forEach((norm, i) =>
      norm.buffers().forEach((buffer, k) => buffer.mutate("updateBN", (data) => data.set(before[i][k]))),
    );
    throw error;
  } finally {
    modules.forEach((module, i) => (module.training = modes[i]));
    norms.forEach((norm, i) => (norm.momentum = momenta[i]));
  }
}
