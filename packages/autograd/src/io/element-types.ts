import { readLittleEndian } from "./bytes.ts";
import type { TypedArray } from "../tensor/tensor.ts";

/** How one of the format's element types becomes floats. @internal */
export interface ElementType {
  /** Bytes per element. */
  readonly width: number;
  /** Converts `size` elements; a text says why it cannot be done exactly. */
  read(bytes: Uint8Array, size: number): TypedArray | string;
}

/**
 * The element types a tensor can be read from. Floats of 16 bits widen to float32; integers become float64, which
 * holds them exactly up to 2⁵³, and beyond that only where the value happens to be representable.
 * @internal
 */
export const elementTypes: ReadonlyMap<string, ElementType> = new Map<string, ElementType>([
  ["F64", { width: 8, read: (bytes, size) => readLittleEndian(new Float64Array(size), bytes) }],
  ["F32", { width: 4, read: (bytes, size) => readLittleEndian(new Float32Array(size), bytes) }],
  ["F16", { width: 2, read: (bytes, size) => widenHalf(readLittleEndian(new Uint16Array(size), bytes)) }],
  ["BF16", { width: 2, read: (bytes, size) => widenBrain(readLittleEndian(new Uint16Array(size), bytes)) }],
  ["I64", { width: 8, read: (bytes, size) => exactly(readLittleEndian(new BigInt64Array(size), bytes)) }],
  ["U64", { width: 8, read: (bytes, size) => exactly(readLittleEndian(new BigUint64Array(size), bytes)) }],
  [
    "I32",
    { width: 4, read: (bytes, size) => new Float64Array(readLittleEndian(new Int32Array(size), bytes)) },
  ],
  [
    "U32",
    { width: 4, read: (bytes, size) => new Float64Array(readLittleEndian(new Uint32Array(size), bytes)) },
  ],
  [
    "I16",
    { width: 2, read: (bytes, size) => new Float64Array(readLittleEndian(new Int16Array(size), bytes)) },
  ],
  [
    "U16",
    { width: 2, read: (bytes, size) => new Float64Array(readLittleEndian(new Uint16Array(size), bytes)) },
  ],
  ["I8", { width: 1, read: (bytes, size) => new Float64Array(readLittleEndian(new Int8Array(size), bytes)) }],
  ["U8", { width: 1, read: (bytes) => new Float64Array(bytes) }],
  ["BOOL", { width: 1, read: booleans }],
]);

/** IEEE 754 binary16: 5 bits of exponent, 10 of fraction. */
function widenHalf(halves: Uint16Array): Float32Array {
  const out = new Float32Array(halves.length);
  const bits = new Uint32Array(out.buffer);
  for (let i = 0; i < halves.length; i++) {
    const magnitude = halves[i] & 0x7fff;
    bits[i] = magnitude << 13;
    // The shifted exponent is 112 too small; the product repairs it exactly, subnormals included.
    if (magnitude < 0x7c00) out[i] *= 2 ** 112;
    else bits[i] |= 0x7f800000;
    bits[i] |= (halves[i] & 0x8000) << 16;
  }
  return out;
}

/** bfloat16: the upper half of a float32. */
function widenBrain(halves: Uint16Array): Float32Array {
  const out = new Float32Array(halves.length);
  const bits = new Uint32Array(out.buffer);
  for (let i = 0; i < halves.length; i++) bits[i] = halves[i] << 16;
  return out;
}

function exactly(integers: BigInt64Array | BigUint64Array): Float64Array | string {
  const out = new Float64Array(integers.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = Number(integers[i]);
    if (BigInt(out[i]) !== integers[i]) return `element ${i}, ${integers[i]}, has no exact float64`;
  }
  return out;
}

function booleans(bytes: Uint8Array): Float64Array | string {
  const wrong = bytes.findIndex((byte) => byte > 1);
  return wrong < 0 ? new Float64Array(bytes) : `element ${wrong} is byte ${bytes[wrong]}, neither 0 nor 1`;
}
