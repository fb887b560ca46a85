import { readable } from "../tensor/shape.ts";
import { refuseExtra } from "../tensor/arguments.ts";
import { ArgumentError, DtypeError, formatValue } from "../errors.ts";
import { checkData, isTensor, wrap, type Dtype, type Tensor } from "../tensor/tensor.ts";
import { asBytes, writeLittleEndian } from "./bytes.ts";
import {
  LENGTH_BYTES,
  MAX_HEADER_BYTES,
  METADATA_KEY,
  brief,
  isWellFormed,
  readHeader,
} from "./safetensors-header.ts";

/** What {@link loadSafetensors} read. Neither record has a prototype: any name is a plain key. */
export interface Safetensors {
  /** The tensors by name, in the order of the file's header. */
  tensors: Record<string, Tensor>;
  /** The file's remarks about itself, e.g. `format: "pt"`; empty if there are none. */
  metadata: Record<string, string>;
}

const elementNames: Record<Dtype, string> = { float32: "F32", float64: "F64" };
const ALIGNMENT = 8;

/**
 * Tensors and remarks as the bytes of a safetensors file: 8 bytes of header length, a JSON header, the elements in
 * little-endian order (https://github.com/huggingface/safetensors). float32 is stored as F32, float64 as F64, to
 * the bit; every tensor's data is aligned to its element size. The same input gives the same bytes.
 *
 * @param tensors by name, e.g. a model's `stateDict()`; the header keeps their order
 * @param metadata remarks to store beside them. Default: none
 * @example
 * const bytes = saveSafetensors({ weight: randn([4, 3]) }, { epoch: "12" });
 * const { tensors, metadata } = loadSafetensors(bytes);
 * @throws ArgumentError if a name is `__metadata__` or not well-formed Unicode, or metadata are not all strings
 * @throws DtypeError if a value is not a tensor
 */
export function saveSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const entries = entriesOf("tensors", tensors);
  for (const [name, t] of entries) checkEntry(name, t);
  const offsets = new Map<string, number>();
  let dataLength = 0;
  // Elements of 8 bytes first: then nothing needs padding, which the format forbids.
  for (const dtype of ["float64", "float32"] as const) {
    for (const [name, t] of entries) {
      if (t.dtype !== dtype) continue;
      offsets.set(name, dataLength);
      dataLength += t.data.byteLength;
    }
  }
  const header = encodeHeader(entries, metadata, offsets);
  const file = new Uint8Array(LENGTH_BYTES + header.length + dataLength);
  new DataView(file.buffer).setUint32(0, header.length, true);
  file.set(header, LENGTH_BYTES);
  const data = file.subarray(LENGTH_BYTES + header.length);
  for (const [name, t] of entries) {
    const begin = offsets.get(name)!;
    writeLittleEndian(data.subarray(begin, begin + t.data.byteLength), t.data);
  }
  return file;
}

/**
 * The tensors of a safetensors file, such as PyTorch's `safetensors.torch.save_file` writes. F32 and F64 keep every
 * bit; F16 and BF16 become float32; integers and booleans become float64. Safe on files from strangers: everything
 * is checked before the first tensor is made, and a file that is not exactly right is refused whole.
 *
 * @param bytes the file's content; the tensors do not share its memory
 * @example
 * const { tensors } = loadSafetensors(new Uint8Array(await response.arrayBuffer()));
 * model.loadStateDict(tensors);
 * @throws ArgumentError if the file is malformed (the message says where), has elements of a type that tensors
 *   cannot hold, or integers that float64 cannot hold exactly
 */
export function loadSafetensors(bytes: Uint8Array | ArrayBuffer): Safetensors {
  if (arguments.length > 1) refuseExtra("loadSafetensors", arguments, 1);
  const file = asBytes("loadSafetensors", bytes);
  const header = readHeader(file);
  const loaded: Safetensors = {
    tensors: Object.create(null) as Record<string, Tensor>,
    metadata: Object.create(null) as Record<string, string>,
  };
  for (const { name, type, shape, size, begin, end } of header.entries) {
    const data = type.read(file.subarray(header.dataStart + begin, header.dataStart + end), size);
    if (typeof data === "string") throw new ArgumentError(`loadSafetensors: tensor ${brief(name)}: ${data}`);
    loaded.tensors[name] = wrap(data, shape);
  }
  for (const [key, text] of header.metadata) loaded.metadata[key] = text;
  return loaded;
}

function checkEntry(name: string, t: unknown): void {
  if (name === METADATA_KEY) {
    throw new ArgumentError(
      `saveSafetensors: the name ${METADATA_KEY} is reserved; pass remarks as the second argument`,
    );
  }
  checkText("the name", name);
  if (!isTensor(t)) {
    throw new DtypeError(
      `saveSafetensors: ${brief(name)} must be a Tensor, got ${formatValue(t)}; of a module, pass its stateDict()`,
    );
  }
  checkData(`saveSafetensors: ${brief(name)}`, t);
}

function checkText(what: string, text: string): void {
  if (!isWellFormed(text)) {
    throw new ArgumentError(
      `saveSafetensors: ${what} ${brief(text)} has a lone surrogate, which UTF-8 cannot hold`,
    );
  }
}

function encodeHeader(
  entries: readonly [string, Tensor][],
  metadata: Readonly<Record<string, string>>,
  offsets: ReadonlyMap<string, number>,
): Uint8Array {
  const fields: string[] = [];
  const remarks = entriesOf("metadata", metadata).map(([key, text]) => {
    if (typeof text !== "string") {
      throw new ArgumentError(
        `saveSafetensors: metadata ${brief(key)} must be a string, got ${formatValue(text)}; use JSON.stringify`,
      );
    }
    checkText("the metadata key", key);
    checkText(`metadata ${brief(key)}:`, text);
    return `${JSON.stringify(key)}:${JSON.stringify(text)}`;
  });
  if (remarks.length > 0) fields.push(`"${METADATA_KEY}":{${remarks.join(",")}}`);
  for (const [name, t] of entries) {
    const begin = offsets.get(name)!;
    const description = {
      dtype: elementNames[t.dtype],
      shape: t.shape,
      data_offsets: [begin, begin + t.data.byteLength],
    };
    fields.push(`${JSON.stringify(name)}:${JSON.stringify(description)}`);
  }
  const json = new TextEncoder().encode(`{${fields.join(",")}}`);
  const header = new Uint8Array(Math.ceil(json.length / ALIGNMENT) * ALIGNMENT).fill(0x20);
  if (header.length > MAX_HEADER_BYTES) {
    throw new ArgumentError(
      `saveSafetensors: names and metadata take ${header.length} bytes, more than the format's limit of ${MAX_HEADER_BYTES}`,
    );
  }
  header.set(json);
  return header;
}

function entriesOf<T>(what: string, record: Readonly<Record<string, T>>): [string, T][] {
  if (
    typeof record !== "object" ||
    record === null ||
    readable(record) === undefined ||
    Symbol.iterator in record
  ) {
    throw new ArgumentError(`saveSafetensors: ${what} must be an object by name, got ${formatValue(record)}`);
  }
  return Object.entries(record);
}
