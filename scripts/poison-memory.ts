// Set up before every test file: memory that operations promise to fill is full of NaN, so that a promise not kept shows.
import { unfilled } from "../packages/autograd/src/tensor/uninitialized.ts";

unfilled.least = 1;
if (typeof Buffer !== "undefined") {
  const { allocUnsafeSlow } = Buffer;
  Buffer.allocUnsafeSlow = (size) => allocUnsafeSlow(size).fill(0xff);
}
