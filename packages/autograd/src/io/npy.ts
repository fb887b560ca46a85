import { refuseExtra } from "../tensor/arguments.ts";
import { ArgumentError, DtypeError, formatShape, formatValue } from "../errors.ts";
import { MAX_AXES, sizeOf } from "../tensor/shape.ts";
import { checkData, isTensor, wrap, type Tensor } from "../tensor/tensor.ts";
import { asBytes, writeLittleEndian } from "./bytes.ts";
import { elementTypes } from "./element-types.ts";

const MAGIC = "\x93NUMPY";
const ALIGNMENT = 64;
/** NumPy's own limit on the length of a header it parses. */
const MAX_HEADER_BYTES = 10_000;
const HEADER =
  /^\{'descr': ?'([^']*)', ?'fortran_order': ?(True|False), ?'shape': ?\(([\d, ]*)\),? ?\} *\n?$/;

const typeNames: ReadonlyMap<string, string> = new Map([
  ["<f8", "F64"],
  ["<f4", "F32"],
  ["<f2", "F16"],
  ["<i8", "I64"],
  ["<u8", "U64"],
  ["<i4", "I32"],
  ["<u4", "U32"],
  ["<i2", "I16"],
  ["<u2", "U16"],
  ["|i1", "I8"],
  ["|u1", "U8"],
  ["|b1", "BOOL"],
]);

/**
 * A tensor as the bytes of a NumPy `.npy` file (version 1.0, little-endian, C order), for `numpy.load`.
 *
 * @example
 * const bytes = saveNpy(tensor([[1, 2], [3, 4]]));
 * loadNpy(bytes).shape; // [2, 2]
 * @throws DtypeError if `t` is not a tensor
 */
export function saveNpy(t: Tensor): Uint8Array {
  if (arguments.length > 1) refuseExtra("saveNpy", arguments, 1);
  if (!isTensor(t)) throw new DtypeError(`saveNpy: expected a Tensor, got ${formatValue(t)}`);
  checkData("saveNpy", t);
  const descr = t.dtype === "float64" ? "<f8" : "<f4";
  const shape = t.shape.length === 1 ? `${t.shape[0]},` : t.shape.join(", ");
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }`;
  const fixed = MAGIC.length + 4;
  const dataStart = Math.ceil((fixed + dictionary.length + 1) / ALIGNMENT) * ALIGNMENT;
  const header = `${dictionary.padEnd(dataStart - fixed - 1)}\n`;
  const file = new Uint8Array(dataStart + t.data.byteLength);
  writeAscii(file, 0, `${MAGIC}\x01\x00`);
  new DataView(file.buffer).setUint16(fixed - 2, header.length, true);
  writeAscii(file, fixed, header);
  writeLittleEndian(file.subarray(dataStart), t.data);
  return file;
}

/**
 * The tensor of a NumPy `.npy` file in C order. float16 becomes float32; integers and booleans become float64.
 *
 * @param bytes the file's content; the tensor does not share its memory
 * @example
 * const x = loadNpy(new Uint8Array(await response.arrayBuffer()));
 * @throws ArgumentError if the file is malformed, in Fortran order, of another element type, or has integers that
 *   float64 cannot hold exactly
 */
export function loadNpy(bytes: Uint8Array | ArrayBuffer): Tensor {
  if (arguments.length > 1) refuseExtra("loadNpy", arguments, 1);
  const file = asBytes("loadNpy", bytes);
  const { header, dataStart } = readHeader(file);
  const match = HEADER.exec(header);
  if (match === null) return refuse("the header is not a description of an array");
  const [, descr, fortranOrder, sizes] = match;
  const type = elementTypes.get(typeNames.get(descr) ?? "");
  if (type === undefined) {
    return refuse(
      `elements of type ${formatValue(descr)} cannot be read, only ${[...typeNames.keys()].join(", ")}`,
    );
  }
  if (fortranOrder === "True")
    return refuse("the array is in Fortran order; save numpy.ascontiguousarray(x)");
  const shape = readShape(sizes);
  const size = sizeOf(shape);
  const data = file.subarray(dataStart);
  if (size * type.width !== data.length) {
    return refuse(
      `shape ${formatShape(shape)} of ${descr} takes ${size * type.width} bytes, the file has ${data.length}`,
    );
  }
  const values = type.read(data, size);
  return typeof values === "string" ? refuse(values) : wrap(values, shape);
}

function readHeader(file: Uint8Array): { header: string; dataStart: number } {
  const version = file[MAGIC.length];
  const start = MAGIC.length + (version === 1 ? 4 : 6);
  if (file.length < start || ascii(file, 0, MAGIC.length) !== MAGIC) return refuse("this is not an npy file");
  if (version < 1 || version > 3)
    return refuse(`version ${version} of the format is unknown; 1 to 3 are known`);
  const view = new DataView(file.buffer, file.byteOffset, start);
  const length = version === 1 ? view.getUint16(start - 2, true) : view.getUint32(start - 4, true);
  if (length > MAX_HEADER_BYTES || start + length > file.length) {
    return refuse(
      `a header of ${length} bytes exceeds the limit of ${MAX_HEADER_BYTES} or the file of ${file.length}`,
    );
  }
  return { header: ascii(file, start, start + length), dataStart: start + length };
}

function readShape(sizes: string): number[] {
  const parts = sizes.split(",").map((part) => part.trim());
  // One axis is written "3,", and so may more be.
  if (parts.at(-1) === "") parts.pop();
  const shape = parts.map((part) => (/^\d+$/.test(part) ? Number(part) : NaN));
  if (shape.length > MAX_AXES)
    return refuse(`the array has ${shape.length} axes, a tensor at most ${MAX_AXES}`);
  return shape.every(Number.isSafeInteger) ? shape : refuse(`(${parts.join(", ")}) is not a shape`);
}

function ascii(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}

function writeAscii(bytes: Uint8Array, start: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[start + i] = text.charCodeAt(i);
}

function refuse(message: string): never {
  throw new ArgumentError(`loadNpy: ${message}`);
}
