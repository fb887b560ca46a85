import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentError, DtypeError, RewindError } from "../../src/errors.ts";
import { loadSafetensors, saveSafetensors, type Safetensors } from "../../src/io/safetensors.ts";
import { full, tensor, zeros } from "../../src/tensor/create.ts";
import { Tensor, type Dtype } from "../../src/tensor/tensor.ts";

/** A file of this header and data; `headerLength` lies about the header if given. */
function fileOf(header: unknown, data: ArrayLike<number> = [], headerLength?: number | bigint): Uint8Array {
  const text = typeof header === "string" ? header : JSON.stringify(header);
  const encoded = header instanceof Uint8Array ? header : new TextEncoder().encode(text);
  const file = new Uint8Array(8 + encoded.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength ?? encoded.length), true);
  file.set(encoded, 8);
  file.set(data, 8 + encoded.length);
  return file;
}

/** A file of the single tensor `x`. */
function oneTensor(dtype: string, shape: number[], data: ArrayBufferView): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return fileOf({ x: { dtype, shape, data_offsets: [0, bytes.length] } }, bytes);
}

function attempt(file: Uint8Array): Safetensors | Error {
  try {
    return loadSafetensors(file);
  } catch (error) {
    return error as Error;
  }
}

function headerOf(
  file: Uint8Array,
): Record<string, { dtype: string; shape: number[]; data_offsets: number[] }> {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  return JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))) as ReturnType<typeof headerOf>;
}

function bitsOf(t: Tensor): Uint8Array {
  return new Uint8Array(t.data.buffer, t.data.byteOffset, t.data.byteLength).slice();
}

function record<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  const out = Object.create(null) as Record<string, T>;
  for (const [key, value] of entries) out[key] = value;
  return out;
}

const awkward = [
  "",
  "__proto__",
  "constructor",
  "toString",
  "a.b.0",
  "0",
  "10",
  'quo"te\\',
  "é\u0000\n",
  "😀",
];
const names = fc.oneof(fc.constantFrom(...awkward), fc.string({ unit: "binary" }));

/** Tensors of any bits at all: NaN payloads, infinities, negative zeros, subnormals. */
const tensors: fc.Arbitrary<Tensor> = fc
  .tuple(fc.constantFrom<Dtype>("float32", "float64"), fc.array(fc.nat(3), { maxLength: 4 }))
  .chain(([dtype, shape]) => {
    const size = shape.reduce((product, n) => product * n, 1);
    const width = dtype === "float32" ? 4 : 8;
    return fc.uint8Array({ minLength: size * width, maxLength: size * width }).map((bytes) => {
      const buffer = bytes.slice().buffer;
      return new Tensor(dtype === "float32" ? new Float32Array(buffer) : new Float64Array(buffer), shape);
    });
  });

const dictionaries = fc
  .uniqueArray(fc.tuple(names, tensors), { selector: ([name]) => name, maxLength: 6 })
  .map((entries) => entries.filter(([name]) => name !== "__metadata__"))
  .map(record);
const remarks = fc
  .uniqueArray(fc.tuple(names, names), { selector: ([name]) => name, maxLength: 3 })
  .map(record);

function assertSameTensors(got: Record<string, Tensor>, wanted: Record<string, Tensor>): void {
  expect(Object.keys(got)).toEqual(Object.keys(wanted));
  for (const [name, t] of Object.entries(wanted)) {
    expect(got[name].dtype).toBe(t.dtype);
    expect(got[name].shape).toEqual(t.shape);
    expect(bitsOf(got[name])).toEqual(bitsOf(t));
  }
}

describe("round trip", () => {
  test("returns every bit of every tensor under its name, and the metadata", () => {
    fc.assert(
      fc.property(dictionaries, remarks, (dictionary, metadata) => {
        const loaded = loadSafetensors(saveSafetensors(dictionary, metadata));
        assertSameTensors(loaded.tensors, dictionary);
        expect(Object.entries(loaded.metadata)).toEqual(Object.entries(metadata));
      }),
    );
  });

  /** As Node's Buffer is: a kind of Uint8Array. */
  class Bytes extends Uint8Array {}

  test("reads from any offset of a larger buffer, from an ArrayBuffer and from shared memory", () => {
    fc.assert(
      fc.property(dictionaries, fc.nat(9), (dictionary, offset) => {
        const file = saveSafetensors(dictionary);
        const larger = new Uint8Array(offset + file.length + 3).fill(255);
        larger.set(file, offset);
        assertSameTensors(loadSafetensors(larger.subarray(offset, offset + file.length)).tensors, dictionary);
        assertSameTensors(loadSafetensors(new Bytes(file)).tensors, dictionary);
        assertSameTensors(loadSafetensors(file.slice().buffer).tensors, dictionary);
        const shared = new Uint8Array(new SharedArrayBuffer(file.length));
        shared.set(file);
        assertSameTensors(loadSafetensors(shared).tensors, dictionary);
      }),
    );
  });

  test("shares no memory with the file or the saved tensors", () => {
    const t = tensor([1, 2]);
    const file = saveSafetensors({ t });
    const loaded = loadSafetensors(file).tensors.t;
    file.fill(0);
    t.data.fill(9);
    expect(loaded.toArray()).toEqual([1, 2]);
    expect(loaded.requiresGrad).toBe(false);
  });

  test("saves windows of a larger tensor alone", () => {
    const window = tensor([0, 1, 2, 3, 4, 5]).window(2, [3]);
    expect(loadSafetensors(saveSafetensors({ window })).tensors.window.toArray()).toEqual([2, 3, 4]);
  });
});

describe("saveSafetensors", () => {
  test("writes an aligned, gapless file in the order of the record, the same every time", () => {
    fc.assert(
      fc.property(dictionaries, remarks, (dictionary, metadata) => {
        const file = saveSafetensors(dictionary, metadata);
        expect(saveSafetensors(dictionary, metadata)).toEqual(file);
        const headerLength = Number(new DataView(file.buffer).getBigUint64(0, true));
        expect(headerLength % 8).toBe(0);
        const entries = Object.entries(headerOf(file)).filter(([name]) => name !== "__metadata__");
        expect(entries.map(([name]) => name)).toEqual(Object.keys(dictionary));
        for (const [name, { dtype, data_offsets: offsets }] of entries) {
          const t = dictionary[name];
          expect(dtype).toBe(t.dtype === "float32" ? "F32" : "F64");
          expect(offsets[0] % t.data.BYTES_PER_ELEMENT).toBe(0);
          expect(file.slice(8 + headerLength + offsets[0], 8 + headerLength + offsets[1])).toEqual(bitsOf(t));
        }
        const lengths = entries.map(([, { data_offsets: offsets }]) => offsets[1] - offsets[0]);
        expect(lengths.reduce((sum, n) => sum + n, 0)).toBe(file.length - 8 - headerLength);
      }),
    );
  });

  test("writes these bytes", () => {
    const header = '{"__metadata__":{"k":"v"},"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}';
    const padded = header.padEnd(88);
    const data = [0, 0, 128, 63, 0, 0, 0, 192];
    expect(saveSafetensors({ w: tensor([[1, -2]]) }, { k: "v" })).toEqual(fileOf(padded, data));
  });

  test("refuses what the format cannot say", () => {
    const t = zeros([1]);
    expect(() => saveSafetensors({ __metadata__: t })).toThrow(/__metadata__ is reserved/);
    expect(() => saveSafetensors({ "\ud800": t })).toThrow(ArgumentError);
    expect(() => saveSafetensors({ t: [1] as unknown as Tensor })).toThrow(DtypeError);
    expect(() => saveSafetensors({ t: undefined as unknown as Tensor })).toThrow(/"t" must be a Tensor/);
    for (const wrong of [null, 3, new Map([["t", t]]), [t]]) {
      expect(() => saveSafetensors(wrong as unknown as Record<string, Tensor>)).toThrow(ArgumentError);
    }
    expect(() => saveSafetensors({ t }, { epoch: 3 as unknown as string })).toThrow(
      /metadata "epoch" must be a string, got 3/,
    );
    expect(() => saveSafetensors({ t }, { note: "\udc00" })).toThrow(ArgumentError);
    expect(() => saveSafetensors({ t }, { "\udc00": "" })).toThrow(ArgumentError);
    expect(() => saveSafetensors({ t }, "pt" as unknown as Record<string, string>)).toThrow(ArgumentError);
  });
});

describe("element types", () => {
  test("F16 becomes the float32 of the same value, for all 65536", () => {
    const halves = Uint16Array.from({ length: 65536 }, (_, i) => i);
    const expected = Float32Array.from(halves, (half) => {
      const sign = half & 0x8000 ? -1 : 1;
      const exponent = (half >> 10) & 31;
      const fraction = (half & 1023) / 1024;
      if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
      return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15));
    });
    const loaded = loadSafetensors(oneTensor("F16", [65536], halves)).tensors.x;
    expect(loaded.data).toEqual(expected);
    expect(Object.is(loaded.data[0x8000], -0)).toBe(true);
  });

  test("BF16 becomes the float32 it is the upper half of, for all 65536", () => {
    const halves = Uint16Array.from({ length: 65536 }, (_, i) => i);
    const loaded = loadSafetensors(oneTensor("BF16", [256, 256], halves)).tensors.x;
    expect(loaded.shape).toEqual([256, 256]);
    expect(new Uint32Array(bitsOf(loaded).buffer)).toEqual(Uint32Array.from(halves, (half) => half * 65536));
  });

  test("integers become float64", () => {
    const cases = [
      ["I8", Int8Array.of(-128, 0, 127)],
      ["U8", Uint8Array.of(0, 1, 255)],
      ["I16", Int16Array.of(-32768, 0, 32767)],
      ["U16", Uint16Array.of(0, 1, 65535)],
      ["I32", Int32Array.of(-(2 ** 31), 0, 2 ** 31 - 1)],
      ["U32", Uint32Array.of(0, 1, 2 ** 32 - 1)],
      ["I64", BigInt64Array.of(-(2n ** 63n), -(2n ** 53n), 2n ** 53n)],
      ["U64", BigUint64Array.of(0n, 2n ** 63n, 2n ** 53n)],
      ["BOOL", Uint8Array.of(0, 1, 1)],
    ] as const;
    for (const [dtype, values] of cases) {
      const { x } = loadSafetensors(oneTensor(dtype, [3], values)).tensors;
      expect(x.dtype).toBe("float64");
      expect(x.data).toEqual(Float64Array.from(values, Number));
    }
  });

  test("a scalar counter of PyTorch loads", () => {
    const { x } = loadSafetensors(oneTensor("I64", [], BigInt64Array.of(12n))).tensors;
    expect(x.shape).toEqual([]);
    expect(x.item()).toBe(12);
  });

  test("integers load exactly or, where float64 would round them, not at all", () => {
    const integers = fc.oneof(
      fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
      fc.bigInt(-(2n ** 53n), 2n ** 53n),
      fc.bigInt(-(2n ** 52n), 2n ** 52n - 1n).map((n) => n * 2n ** 11n),
    );
    fc.assert(
      fc.property(integers, (value) => {
        const result = attempt(oneTensor("I64", [1], BigInt64Array.of(value)));
        const exact = BigInt(Number(value)) === value;
        expect(result instanceof Error ? result.message : result.tensors.x.item()).toBe(
          exact ? Number(value) : `loadSafetensors: tensor "x": element 0, ${value}, has no exact float64`,
        );
      }),
    );
    expect(() => loadSafetensors(oneTensor("U64", [1], BigUint64Array.of(2n ** 64n - 1n)))).toThrow(
      ArgumentError,
    );
    expect(() => loadSafetensors(oneTensor("BOOL", [2], Uint8Array.of(1, 2)))).toThrow(/element 1 is byte 2/);
  });
});

describe("well-formed files of other writers", () => {
  const x = { dtype: "F32", shape: [1], data_offsets: [4, 8] };
  const y = { dtype: "F32", shape: [1], data_offsets: [0, 4] };
  const data = new Uint8Array(Float32Array.of(1, 2).buffer);

  test("the header may be in another order than the data", () => {
    const { tensors: loaded } = loadSafetensors(fileOf({ x, y }, data));
    expect(Object.keys(loaded)).toEqual(["x", "y"]);
    expect([loaded.x.item(), loaded.y.item()]).toEqual([2, 1]);
  });

  test("empty tensors may lie between others", () => {
    const empty = { dtype: "F64", shape: [3, 0], data_offsets: [4, 4] };
    const { tensors: loaded } = loadSafetensors(fileOf({ empty, x, y }, data));
    expect(loaded.empty.shape).toEqual([3, 0]);
  });

  test("data may be unaligned, the header padded, and fields in any order", () => {
    const header = ` {"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}, "x":{"data_offsets":[1,9],"shape":[1],"dtype":"F64"}}  \n `;
    const bytes = [7, ...new Uint8Array(Float64Array.of(Math.PI).buffer)];
    const { tensors: loaded, metadata } = loadSafetensors(fileOf(header.trimStart(), bytes));
    expect([loaded.b.item(), loaded.x.item()]).toEqual([7, Math.PI]);
    expect(Object.keys(metadata)).toEqual([]);
  });

  test("no tensors is a file too", () => {
    expect(Object.keys(loadSafetensors(fileOf("{}")).tensors)).toEqual([]);
  });

  test("names of Object.prototype are names like others", () => {
    const header =
      '{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"__metadata__":{"__proto__":"m"}}';
    const loaded = loadSafetensors(fileOf(header, [0, 0, 128, 63]));
    expect(Object.keys(loaded.tensors)).toEqual(["__proto__"]);
    expect(loaded.tensors["__proto__"].item()).toBe(1);
    expect(loaded.metadata["__proto__"]).toBe("m");
    expect(loaded.tensors["constructor"]).toBeUndefined();
    expect(({} as { dtype?: string }).dtype).toBeUndefined();
  });
});

describe("malformed files", () => {
  const f32 = (shape: unknown, offsets: unknown, dtype: unknown = "F32"): unknown => ({
    dtype,
    shape,
    data_offsets: offsets,
  });
  const huge = 2 ** 40;
  const cases: [why: string, file: Uint8Array, message: RegExp][] = [
    ["nothing", new Uint8Array(0), /has 0 bytes/],
    ["less than a length", new Uint8Array(7), /has 7 bytes/],
    ["an empty header", fileOf(""), /does not start with "\{"/],
    ["a header longer than the file", fileOf("{}", [], 3), /header of 3 bytes does not fit/],
    ["a header longer than the limit", fileOf("{}", [], 100_000_001), /exceeds the limit/],
    ["a header longer than memory", fileOf("{}", [], 2n ** 64n - 1n), /exceeds the limit/],
    ["a header length of the high word only", fileOf("{}", [], 2n ** 32n + 2n), /exceeds the limit/],
    ["a header cut short", fileOf("{}", [], 1), /broken: not valid JSON/],
    ["leading space", fileOf(" {}"), /does not start/],
    ["a byte order mark", fileOf("\ufeff{}"), /does not start/],
    ["a list", fileOf("[]"), /does not start/],
    ["text after the object", fileOf("{}x"), /not valid JSON/],
    ["a trailing comma", fileOf('{"a":1,}'), /not valid JSON/],
    ["an endless string", fileOf('{"a'), /not valid JSON/],
    ["an endless escape", fileOf('{"a\\'), /not valid JSON/],
    ["a bad escape in a key", fileOf('{"\\x":1}'), /not valid JSON/],
    ["invalid UTF-8", fileOf(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)), /not valid UTF-8/],
    [
      "a lone surrogate in a name",
      fileOf('{"\\ud800":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}'),
      /not well-formed/,
    ],
    ["a lone surrogate in metadata", fileOf('{"__metadata__":{"a":"\\ud800"}}'), /not well-formed/],
    ["endless nesting", fileOf("{".padEnd(1_000_000, "[")), /nested more than 3 levels/],
    ["endless objects", fileOf('{"a":'.repeat(1_000_000)), /nested more than 3 levels/],
    [
      "a tensor twice",
      fileOf(
        '{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"\\u0061":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}',
      ),
      /the key "a" occurs twice/,
    ],
    [
      "a field twice",
      fileOf('{"a":{"dtype":"F32","dtype":"F32","shape":[0],"data_offsets":[0,0]}}'),
      /"dtype" occurs twice/,
    ],
    ["metadata twice", fileOf('{"__metadata__":{}, "__metadata__" : {}}'), /"__metadata__" occurs twice/],
    ["a remark twice", fileOf('{"__metadata__":{"a":"{","a":""}}'), /"a" occurs twice/],
    [
      "__proto__ twice",
      fileOf('{"__metadata__":{"__proto__":"","__proto__":""}}'),
      /"__proto__" occurs twice/,
    ],
    ["metadata that is text", fileOf({ __metadata__: "pt" }), /must be an object of strings, is "pt"/],
    ["metadata that is null", fileOf({ __metadata__: null }), /must be an object of strings, is null/],
    ["a remark that is a number", fileOf({ __metadata__: { a: 1 } }), /metadata "a" must be a string, is 1/],
    ["a remark that is an object", fileOf({ __metadata__: { a: {} } }), /must be a string, is an object/],
    ["an entry that is null", fileOf({ a: null }), /tensor "a": its entry must be an object/],
    ["an entry that is a list", fileOf({ a: [] }), /must be an object, is an array of 0/],
    ["an unknown dtype", fileOf({ a: f32([1], [0, 4], "C32") }, [0, 0, 0, 0]), /dtype "C32" cannot be read/],
    [
      "a dtype of Object.prototype",
      fileOf({ a: f32([1], [0, 4], "constructor") }, [0, 0, 0, 0]),
      /cannot be read/,
    ],
    ["a dtype in small letters", fileOf({ a: f32([1], [0, 4], "f32") }, [0, 0, 0, 0]), /cannot be read/],
    ["no dtype", fileOf({ a: { shape: [0], data_offsets: [0, 0] } }), /dtype undefined/],
    ["no shape", fileOf({ a: { dtype: "F32", data_offsets: [0, 0] } }), /shape must be a list/],
    ["no offsets", fileOf({ a: { dtype: "F32", shape: [0] } }), /data_offsets must be two/],
    ["a fractional size", fileOf({ a: f32([0.5], [0, 2]) }, [0, 0]), /shape must be a list/],
    ["a negative size", fileOf({ a: f32([-1, -1], [0, 4]) }, [0, 0, 0, 0]), /shape must be a list/],
    [
      "a size of minus zero",
      fileOf('{"a":{"dtype":"F32","shape":[-0],"data_offsets":[0,0]}}'),
      /shape must be a list/,
    ],
    [
      "an unsafe size",
      fileOf('{"a":{"dtype":"F32","shape":[9007199254740993,0],"data_offsets":[0,0]}}'),
      /shape must be a list/,
    ],
    ["a size in text", fileOf({ a: f32(["1"], [0, 4]) }, [0, 0, 0, 0]), /shape must be a list/],
    [
      "a shape that overflows",
      fileOf({ a: f32([2 ** 32, 2 ** 32], [0, 0]) }),
      /more elements than can be counted/,
    ],
    [
      "a shape that overflows to NaN",
      fileOf({ a: f32([...Array<number>(30).fill(2 ** 52), 0], [0, 0]) }),
      /more elements than/,
    ],
    ["bytes that overflow", fileOf({ a: f32([2 ** 51], [0, 0]) }), /more elements than can be counted/],
    ["one offset", fileOf({ a: f32([0], [0]) }), /data_offsets must be two/],
    ["three offsets", fileOf({ a: f32([0], [0, 0, 0]) }), /data_offsets must be two/],
    ["negative offsets", fileOf({ a: f32([1], [-4, 0]) }), /data_offsets must be two/],
    ["fractional offsets", fileOf({ a: f32([1], [0.5, 4.5]) }, [0, 0, 0, 0]), /data_offsets must be two/],
    ["unsafe offsets", fileOf({ a: f32([1], [2 ** 60, 2 ** 60 + 4]) }), /data_offsets must be two/],
    [
      "offsets backwards",
      fileOf({ a: f32([1], [4, 0]) }, [0, 0, 0, 0]),
      /takes 4 bytes, but data_offsets are 4 to 0/,
    ],
    [
      "a shape larger than the offsets",
      fileOf({ a: f32([2], [0, 4]) }, [0, 0, 0, 0]),
      /shape \[2\] of "F32" takes 8 bytes/,
    ],
    ["a shape smaller than the offsets", fileOf({ a: f32([1], [0, 8]) }, Array(8).fill(0)), /takes 4 bytes/],
    ["a scalar of two", fileOf({ a: f32([], [0, 8]) }, Array(8).fill(0)), /takes 4 bytes/],
    [
      "data cut short",
      fileOf({ a: f32([2], [0, 8]) }, [0, 0, 0, 0]),
      /ends at byte 8 of the data, which has 4/,
    ],
    [
      "data larger than memory",
      fileOf({ a: f32([huge], [0, 4 * huge]) }, [0, 0, 0, 0]),
      /ends at byte 4398046511104/,
    ],
    [
      "data after the last tensor",
      fileOf({ a: f32([1], [0, 4]) }, Array(5).fill(0)),
      /1 bytes follow the last tensor/,
    ],
    ["data without tensors", fileOf("{}", [0]), /1 bytes follow/],
    ["a hole at the start", fileOf({ a: f32([1], [4, 8]) }, Array(8).fill(0)), /leaves 0 to 4 unused/],
    [
      "a hole between",
      fileOf({ a: f32([1], [0, 4]), b: f32([1], [8, 12]) }, Array(12).fill(0)),
      /"b": begins at byte 8/,
    ],
    ["an overlap", fileOf({ a: f32([2], [0, 8]), b: f32([1], [4, 8]) }, Array(8).fill(0)), /"b": overlaps/],
    [
      "the same data twice",
      fileOf({ a: f32([1], [0, 4]), b: f32([1], [0, 4]) }, Array(4).fill(0)),
      /"b": overlaps/,
    ],
    [
      "an empty tensor inside another",
      fileOf({ a: f32([2], [0, 8]), b: f32([0], [4, 4]) }, Array(8).fill(0)),
      /"b": overlaps/,
    ],
    ["an empty tensor beyond the end", fileOf({ a: f32([0], [4, 4]) }), /ends at byte 4/],
  ];

  test.each(cases)("are refused: %s", (_, file, message) => {
    expect(() => loadSafetensors(file)).toThrow(ArgumentError);
    expect(() => loadSafetensors(file)).toThrow(/^loadSafetensors: /);
    expect(() => loadSafetensors(file)).toThrow(message);
  });

  test("never make messages of their own size", () => {
    const long = "x".repeat(1_000_000);
    const deep = {
      dtype: Array(100).fill(Array(100).fill(long.slice(0, 100))),
      shape: [],
      data_offsets: [0, 4],
    };
    const shape = Array<number>(100_000).fill(1);
    for (const header of [
      { [long]: null },
      { a: { dtype: long } },
      { __metadata__: { [long]: 1 } },
      { __metadata__: long },
      { a: deep },
      { a: f32(shape, [0, 5]) },
    ]) {
      const { message } = attempt(fileOf(header)) as Error;
      expect(message).toMatch(/^loadSafetensors/);
      expect(message.length).toBeLessThan(400);
    }
  });

  test("that are no bytes at all are refused", () => {
    for (const wrong of [undefined, null, "file", [1, 2], {}, 8]) {
      expect(() => loadSafetensors(wrong as unknown as Uint8Array)).toThrow(
        /expected the file's content as a Uint8Array/,
      );
    }
  });
});

describe("damaged files", () => {
  const example = saveSafetensors(
    {
      "lstm.weight": full([3, 2], 0.5),
      bias: full([2], 1, { dtype: "float64" }),
      none: zeros([0, 4]),
      step: tensor(3),
    },
    { format: "pt" },
  );
  const headerEnd = 8 + Number(new DataView(example.buffer).getBigUint64(0, true));

  /** Loads, and holds the result to the promise: all of the file in whole tensors, or a typed error. */
  function assertAllOrNothing(file: Uint8Array): boolean {
    const loaded = attempt(file);
    if (loaded instanceof RewindError) return false;
    if (loaded instanceof Error) throw loaded;
    const header = headerOf(file);
    const described = Object.keys(header).filter((name) => name !== "__metadata__");
    expect(Object.keys(loaded.tensors)).toEqual(described);
    for (const name of described) {
      expect(loaded.tensors[name].shape).toEqual(header[name].shape);
      expect(loaded.tensors[name].data.length).toBe(
        header[name].shape.reduce((product, n) => product * n, 1),
      );
    }
    return true;
  }

  test("load whole or not at all, whatever bytes are overwritten", () => {
    const edits = fc.array(fc.tuple(fc.nat(headerEnd + 20), fc.nat(255)), { minLength: 1, maxLength: 4 });
    let survived = 0;
    fc.assert(
      fc.property(edits, (list) => {
        const file = example.slice();
        for (const [position, byte] of list) file[position] = byte;
        if (assertAllOrNothing(file)) survived++;
      }),
      { numRuns: 2000 },
    );
    expect(survived).toBeGreaterThan(0);
  });

  test("load whole or not at all, whatever digit or bit of the header changes", () => {
    let refused = 0;
    for (let position = 0; position < headerEnd; position++) {
      for (let bit = 0; bit < 8; bit++) {
        const file = example.slice();
        file[position] ^= 1 << bit;
        if (!assertAllOrNothing(file)) refused++;
      }
    }
    expect(refused).toBeGreaterThan(headerEnd * 4);
  });

  test("are refused wherever they are cut", () => {
    for (let length = 0; length < example.length; length++) {
      expect(() => loadSafetensors(example.subarray(0, length))).toThrow(ArgumentError);
    }
    expect(Object.keys(loadSafetensors(example).tensors)).toHaveLength(4);
  });

  test("are refused with bytes inserted or removed in the data", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: headerEnd, max: example.length }),
        fc.uint8Array({ minLength: 1 }),
        (position, extra) => {
          const longer = [...example.subarray(0, position), ...extra, ...example.subarray(position)];
          expect(() => loadSafetensors(Uint8Array.from(longer))).toThrow(/follow the last tensor/);
        },
      ),
    );
  });

  test("load whole or not at all, however the header is made of its own words", () => {
    const sizes = fc.oneof(fc.nat(4), fc.constantFrom<unknown>(-1, 0.5, 2 ** 53, 1e308, "2", null, [], true));
    const entry = fc.record(
      {
        dtype: fc.constantFrom<unknown>("F32", "F64", "F16", "U8", "I64", "BOOL", "X", 3, null),
        shape: fc.oneof(fc.array(sizes, { maxLength: 3 }), sizes),
        data_offsets: fc.oneof(fc.tuple(fc.nat(8), fc.nat(16)), fc.array(sizes, { maxLength: 3 }), sizes),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("a", "b", "__metadata__", "__proto__"), fc.oneof(entry, sizes)),
        fc.uint8Array({ maxLength: 16 }),
        (header, data) => {
          assertAllOrNothing(fileOf(header, data));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
