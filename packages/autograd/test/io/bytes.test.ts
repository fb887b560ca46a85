import fc from "fast-check";
import { expect, test } from "vitest";
import { readLittleEndian, swapBytes, writeLittleEndian } from "../../src/io/bytes.ts";

test("swapBytes turns every element around, and twice is nothing", () => {
  const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  swapBytes(bytes, 4);
  expect([...bytes]).toEqual([4, 3, 2, 1, 8, 7, 6, 5]);
  swapBytes(bytes, 4);
  expect([...bytes]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  swapBytes(bytes, 8);
  expect([...bytes]).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
});

test("files are little-endian whatever the machine", () => {
  fc.assert(
    fc.property(fc.array(fc.double()), (values) => {
      const file = new Uint8Array(values.length * 8);
      const view = new DataView(file.buffer);
      values.forEach((value, i) => view.setFloat64(8 * i, value, true));
      expect(readLittleEndian(new Float64Array(values.length), file)).toEqual(Float64Array.from(values));
      const written = new Uint8Array(file.length);
      writeLittleEndian(written, Float64Array.from(values));
      expect(written).toEqual(file);
    }),
  );
});
