import { ArgumentError, formatShape } from "../errors.ts";
import { MAX_AXES, sizeOf } from "../tensor/shape.ts";
import { elementTypes, type ElementType } from "./element-types.ts";
import { structureProblem } from "./json-keys.ts";

/** Bytes of the length field before the header. @internal */
export const LENGTH_BYTES = 8;
/** The format's own limit on the length of the header. @internal */
export const MAX_HEADER_BYTES = 100_000_000;
/** The key beside the tensors' names. @internal */
export const METADATA_KEY = "__metadata__";
/** Header, tensor, then the list of its shape. */
const MAX_DEPTH = 3;

/** Where one tensor lies in the data, checked. @internal */
export interface Entry {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly size: number;
  readonly begin: number;
  readonly end: number;
}

/** @internal */
export interface Header {
  /** In the order of the file. */
  readonly entries: readonly Entry[];
  readonly metadata: readonly (readonly [string, string])[];
  /** Where in the file the data begins, to which offsets are relative. */
  readonly dataStart: number;
}

/**
 * Reads and checks all of a file but its elements: afterwards every offset lies inside the file, and the tensors
 * cover the data without gap or overlap.
 * @internal
 */
export function readHeader(bytes: Uint8Array): Header {
  const text = headerText(bytes);
  const dataStart = LENGTH_BYTES + text.byteLength;
  const entries: Entry[] = [];
  let metadata: [string, string][] = [];
  for (const [name, value] of Object.entries(parseObject(text.json))) {
    if (!isWellFormed(name)) return refuse(`the name ${brief(name)} is not well-formed Unicode`);
    if (name === METADATA_KEY) metadata = readMetadata(value);
    else entries.push(readEntry(name, value));
  }
  checkCoverage(entries, bytes.length - dataStart);
  return { entries, metadata, dataStart };
}

/** Whether UTF-8 can hold the text: no lone surrogates. @internal */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** A value of unknown size and depth, for an error message. @internal */
export function brief(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

function headerText(bytes: Uint8Array): { json: string; byteLength: number } {
  if (bytes.length < LENGTH_BYTES) {
    return refuse(`the file has ${bytes.length} bytes, less than the ${LENGTH_BYTES} of the header's length`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES);
  const byteLength = view.getUint32(4, true) * 2 ** 32 + view.getUint32(0, true);
  if (byteLength > MAX_HEADER_BYTES) {
    return refuse(
      `a header of ${byteLength} bytes exceeds the limit of ${MAX_HEADER_BYTES}; is this a safetensors file?`,
    );
  }
  if (byteLength > bytes.length - LENGTH_BYTES) {
    return refuse(`a header of ${byteLength} bytes does not fit in a file of ${bytes.length}: truncated?`);
  }
  const encoded = bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + byteLength);
  if (encoded[0] !== 0x7b) return refuse(`the header does not start with "{"; is this a safetensors file?`);
  try {
    // A copy, because decoders refuse shared memory.
    return { json: new TextDecoder("utf-8", { fatal: true }).decode(encoded.slice()), byteLength };
  } catch {
    return refuse("the header is not valid UTF-8");
  }
}

function parseObject(json: string): Record<string, unknown> {
  let problem: string | null;
  let header: unknown;
  try {
    problem = structureProblem(json, MAX_DEPTH);
    if (problem === null) header = JSON.parse(json);
  } catch (error) {
    problem = `not valid JSON (${(error as Error).message})`;
  }
  return problem === null ? (header as Record<string, unknown>) : refuse(`the header is broken: ${problem}`);
}

function readMetadata(value: unknown): [string, string][] {
  if (!isObject(value)) return refuse(`${METADATA_KEY} must be an object of strings, is ${brief(value)}`);
  return Object.entries(value).map(([key, text]) => {
    if (typeof text !== "string")
      return refuse(`the metadata ${brief(key)} must be a string, is ${brief(text)}`);
    if (!isWellFormed(key) || !isWellFormed(text)) {
      return refuse(`the metadata ${brief(key)} is not well-formed Unicode`);
    }
    return [key, text];
  });
}

function readEntry(name: string, value: unknown): Entry {
  const complain = (message: string): never => refuse(`tensor ${brief(name)}: ${message}`);
  if (!isObject(value)) return complain(`its entry must be an object, is ${brief(value)}`);
  const { dtype, shape, data_offsets: offsets } = value;
  const type = typeof dtype === "string" ? elementTypes.get(dtype) : undefined;
  if (type === undefined) {
    return complain(`dtype ${brief(dtype)} cannot be read, only ${[...elementTypes.keys()].join(", ")}`);
  }
  if (!isCounts(shape)) return complain(`shape must be a list of whole numbers >= 0, is ${brief(shape)}`);
  if (shape.length > MAX_AXES)
    return complain(`its shape has ${shape.length} axes, a tensor at most ${MAX_AXES}`);
  if (!isCounts(offsets) || offsets.length !== 2) {
    return complain(`data_offsets must be two whole numbers >= 0, is ${brief(offsets)}`);
  }
  const [begin, end] = offsets;
  const size = sizeOf(shape);
  const byteLength = size * type.width;
  if (!Number.isSafeInteger(byteLength)) return complain(`its shape has more elements than can be counted`);
  if (end - begin !== byteLength) {
    return complain(
      `shape ${formatShape(shape)} of ${brief(dtype)} takes ${byteLength} bytes, but data_offsets are ${begin} to ${end}`,
    );
  }
  return { name, type, shape, size, begin, end };
}

function checkCoverage(entries: readonly Entry[], dataLength: number): void {
  const inDataOrder = entries.slice().sort((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const { name, begin, end } of inDataOrder) {
    if (end > dataLength) {
      return refuse(
        `tensor ${brief(name)}: ends at byte ${end} of the data, which has ${dataLength}: truncated?`,
      );
    }
    if (begin < covered)
      return refuse(`tensor ${brief(name)}: overlaps the one before it at byte ${begin} of the data`);
    if (begin > covered) {
      return refuse(
        `tensor ${brief(name)}: begins at byte ${begin} of the data and leaves ${covered} to ${begin} unused`,
      );
    }
    covered = end;
  }
  if (covered < dataLength) refuse(`${dataLength - covered} bytes follow the last tensor`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return (
    Array.isArray(value) &&
    value.every((n) => Number.isSafeInteger(n) && (n as number) >= 0 && !Object.is(n, -0))
  );
}

function refuse(message: string): never {
  throw new ArgumentError(`loadSafetensors: ${message}`);
}
