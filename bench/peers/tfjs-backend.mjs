// TensorFlow.js on the backend that this process was started for.
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { createRequire } from "node:module";
import { dirname } from "node:path";

export const [backend] = process.argv.slice(2);
const require = createRequire(import.meta.url);
setWasmPaths(`${dirname(require.resolve("@tensorflow/tfjs-backend-wasm"))}/`);
await tf.setBackend(backend);
await tf.ready();

export const constant = ({ data, shape }) => tf.tensor(data, shape, "float32");
export const variable = (values) => tf.variable(constant(values));
// Weights are kept [in, out]: its products are slower with a transposed operand.
export const transposed = (values) => tf.variable(tf.transpose(constant(values)));
