import fc from "fast-check";
import { expect, test } from "vitest";
import { ArgumentError, DtypeError, RewindError } from "../../src/errors.ts";
import { loadNpy, saveNpy } from "../../src/io/npy.ts";
import { tensor } from "../../src/tensor/create.ts";
import { Tensor, type Dtype } from "../../src/tensor/tensor.ts";

/** A file as NumPy writes it, but for what the test changes. */
function fileOf(dictionary: string, data: ArrayLike<number> = [], version = 1): Uint8Array {
  const header = `${dictionary}\n`;
  const length =
    version === 1
      ? [header.length & 255, header.length >> 8]
      : [header.length & 255, header.length >> 8, 0, 0];
  const text = Array.from(header, (character) => character.charCodeAt(0));
  return Uint8Array.of(0x93, 78, 85, 77, 80, 89, version, 0, ...length, ...text, ...Array.from(data));
}

const pair = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
const onePlusTwo = [0, 0, 128, 63, 0, 0, 0, 64];

test("round trip keeps shape, dtype and every bit", () => {
  const shapes = fc.array(fc.nat(3), { maxLength: 4 });
  fc.assert(
    fc.property(
      fc.constantFrom<Dtype>("float32", "float64"),
      shapes,
      fc.infiniteStream(fc.double()),
      (dtype, shape, values) => {
        const size = shape.reduce((product, n) => product * n, 1);
        const t = tensor([...values.take(size)], { shape, dtype });
        const file = saveNpy(t);
        expect((file.length - t.data.byteLength) % 64).toBe(0);
        const loaded = loadNpy(file);
        expect(loaded.shape).toEqual(shape);
        expect(loaded.data).toEqual(t.data);
      },
    ),
  );
});

test("writes the bytes that NumPy writes", () => {
  const header = pair.padEnd(117);
  expect(saveNpy(tensor([1, 2]))).toEqual(fileOf(header, onePlusTwo));
  expect(loadNpy(fileOf(header, onePlusTwo)).toArray()).toEqual([1, 2]);
});

test("reads later versions, scalars and integers", () => {
  for (const version of [2, 3]) expect(loadNpy(fileOf(pair, onePlusTwo, version)).toArray()).toEqual([1, 2]);
  const scalar = loadNpy(
    fileOf("{'descr': '<i8', 'fortran_order': False, 'shape': (), }", [3, 0, 0, 0, 0, 0, 0, 0]),
  );
  expect(scalar.shape).toEqual([]);
  expect(scalar.item()).toBe(3);
  const flags = loadNpy(fileOf("{'descr': '|b1', 'fortran_order': False, 'shape': (1, 2), }", [1, 0]));
  expect(flags.toArray()).toEqual([[1, 0]]);
});

const malformed: [why: string, file: Uint8Array, message: RegExp][] = [
  ["nothing", new Uint8Array(0), /not an npy file/],
  ["another magic", new Uint8Array(200), /not an npy file/],
  ["version 4", fileOf(pair, onePlusTwo, 4), /version 4/],
  ["no dictionary", fileOf("[]"), /not a description/],
  ["a field missing", fileOf("{'descr': '<f4', 'shape': (2,), }", onePlusTwo), /not a description/],
  ["Fortran order", fileOf(pair.replace("False", "True"), onePlusTwo), /Fortran order/],
  ["text elements", fileOf(pair.replace("<f4", "<U1"), onePlusTwo), /type "<U1" cannot be read/],
  ["big-endian elements", fileOf(pair.replace("<f4", ">f4"), onePlusTwo), /type ">f4" cannot be read/],
  ["a shape of commas", fileOf(pair.replace("(2,)", "(,)"), onePlusTwo), /not a shape/],
  ["an unsafe shape", fileOf(pair.replace("2,", "99999999999999999999, 0"), onePlusTwo), /not a shape/],
  [
    "a shape larger than memory",
    fileOf(pair.replace("2,", "9007199254740991, 9007199254740991"), onePlusTwo),
    /takes/,
  ],
  ["data cut short", fileOf(pair, onePlusTwo.slice(1)), /takes 8 bytes, the file has 7/],
  ["data too long", fileOf(pair, [...onePlusTwo, 0]), /takes 8 bytes, the file has 9/],
  ["a header too long", fileOf(pair.padEnd(20_000), onePlusTwo), /header of 20001 bytes exceeds/],
  ["a header cut short", fileOf(pair).subarray(0, 40), /exceeds the limit/],
  [
    "inexact integers",
    fileOf("{'descr': '<u8', 'fortran_order': False, 'shape': (1,), }", Array(8).fill(255)),
    /no exact float64/,
  ],
];

test.each(malformed)("refuses %s", (_, file, message) => {
  expect(() => loadNpy(file)).toThrow(ArgumentError);
  expect(() => loadNpy(file)).toThrow(message);
});

test("damaged files load whole or not at all", () => {
  const example = saveNpy(
    tensor([
      [1, 2],
      [3, 4],
    ]),
  );
  const edits = fc.array(fc.tuple(fc.nat(example.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 });
  const outcomes = new Set<string>();
  fc.assert(
    fc.property(edits, fc.nat(example.length), (list, length) => {
      const file = example.slice(0, length < 64 ? length : example.length);
      for (const [position, byte] of list) file[position] = byte;
      let result: unknown;
      try {
        result = loadNpy(file);
      } catch (error) {
        result = error;
      }
      expect(result instanceof Tensor || result instanceof RewindError).toBe(true);
      outcomes.add(result instanceof Tensor ? "tensor" : "error");
    }),
    { numRuns: 1000 },
  );
  expect(outcomes).toEqual(new Set(["tensor", "error"]));
});

test("saveNpy refuses what is no tensor", () => {
  expect(() => saveNpy([1] as unknown as Tensor)).toThrow(DtypeError);
});
