// Set up before every test file: memory that operations promise to fill is full of NaN, so that a promise not kept shows.
import { unfilled } from "../packages/autograd/src/tensor/uninitialized.ts";

const done = Symbol.for("rewind: memory is poisoned");

unfilled.least = 1;
// Test files may share one process: wrapped once is enough.
if (typeof Buffer !== "undefined" && !(done in Buffer)) {
  const { allocUnsafeSlow } = Buffer;
  Buffer.allocUnsafeSlow = (size) => allocUnsafeSlow(size).fill(0xff);
  Object.defineProperty(Buffer, done, { value: true });
}
