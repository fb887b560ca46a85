import { ArgumentError, formatValue } from "../errors.ts";

/** Files are little-endian; so is nearly every machine. */
const hostIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

type NumericArray = Exclude<ArrayBufferView, DataView> & { readonly BYTES_PER_ELEMENT: number };

/** A file's content as bytes, without a copy. @internal */
export function asBytes(op: string, content: Uint8Array | ArrayBuffer): Uint8Array {
  if (ArrayBuffer.isView(content)) {
    if (isBuffer(content.buffer))
      return new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
  } else if (isBuffer(content)) return new Uint8Array(content);
  throw new ArgumentError(
    `${op}: expected the file's content as a Uint8Array or ArrayBuffer, got ${formatValue(content)}`,
  );
}

/** Fills `target` from a file's bytes, which may be at any offset. Keeps every bit, NaN payloads too. @internal */
export function readLittleEndian<A extends NumericArray>(target: A, source: Uint8Array): A {
  const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
  bytes.set(source);
  if (!hostIsLittleEndian) swapBytes(bytes, target.BYTES_PER_ELEMENT);
  return target;
}

/** Writes the elements of `source` into a file's bytes. @internal */
export function writeLittleEndian(target: Uint8Array, source: NumericArray): void {
  target.set(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));
  if (!hostIsLittleEndian) swapBytes(target, source.BYTES_PER_ELEMENT);
}

/** Reverses the bytes of each element of `width` bytes. @internal */
export function swapBytes(bytes: Uint8Array, width: number): void {
  for (let i = 0; i < bytes.length; i += width) bytes.subarray(i, i + width).reverse();
}

/**
 * Whether bytes can be read from it: not once it has been transferred to another thread. Not instanceof: the buffer may come
 * from another realm, a worker or a frame.
 */
function isBuffer(content: unknown): content is ArrayBuffer {
  try {
    const kind = Object.prototype.toString.call(content);
    return kind.endsWith("ArrayBuffer]") && new Uint8Array(content as ArrayBuffer).length >= 0;
  } catch {
    return false;
  }
}
