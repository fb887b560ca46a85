import fc from "fast-check";
import { expect, test } from "vitest";
import { formatNames, formatShape, formatValue } from "../src/errors.ts";
import {
  GraphError,
  RewindError,
  loadNpy,
  loadSafetensors,
  reshape,
  saveSafetensors,
  tensor,
  zeros,
} from "../src/index.ts";

test("a value in a message says what was passed, whatever that is, in a line", () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withMap: true, withDate: true }), (value) => {
      expect(typeof formatValue(value)).toBe("string");
    }),
  );
});

test("a plain object is shown by its keys, anything else that has a class by its name", () => {
  expect(formatValue({})).toBe("{}");
  expect(formatValue({ outputs: 1, state: 2 })).toBe("{ outputs, state }");
  expect(formatValue({ a: 1, b: 2, c: 3, d: 4, e: 5 })).toBe("{ a, b, c, d, … }");
  expect(formatValue(Object.create(null))).toBe("{}");
  expect(formatValue(new Map())).toBe("Map");
  expect(formatValue(zeros([2, 3]))).toBe("a tensor of shape [2, 3]");
  expect(formatValue([1, "a", undefined])).toBe('[1, "a", undefined]');
});

test("a value is told in a line whatever it is made of, and however hard it is to look at", () => {
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  const strange: unknown[] = [
    cyclic, [cyclic, cyclic], proxy, [proxy], { shape: cyclic }, { shape: [Symbol()] }, { constructor: 1 }, { constructor: { name: cyclic } },
    "x".repeat(1e6), Symbol("s".repeat(1e6)), 10n ** 1000n, new Array(2 ** 31), { ["k".repeat(1e6)]: 1 }, new Array(8).fill("y".repeat(1000)),
    Object.create(null), () => 1, class {}, Object.assign(() => 1, { [Symbol.toPrimitive]: null }), new Proxy(() => 1, {}),
    { get shape(): never { throw new Error("looked at"); } }, globalThis, new Date(NaN), /a/g, [[[[[[1]]]]]],
  ]; // prettier-ignore
  for (const value of strange) {
    const text = formatValue(value);
    expect(text.length).toBeLessThan(400);
    expect(text.length).toBeGreaterThan(0);
  }
});

test("a message of any length keeps its beginning and its end within 2000 characters", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 20 }), fc.nat(5000), (text, times) => {
      const long = `reshape: ${text.repeat(times)}; do that`;
      for (const Kind of [RewindError, GraphError]) {
        const { message } = new Kind(long);
        expect(message.length).toBeLessThanOrEqual(2000);
        expect(message.startsWith("reshape: ")).toBe(true);
        expect(message.endsWith("; do that")).toBe(true);
        if (long.length <= 2000) expect(message).toBe(long);
      }
    }),
  );
});

test("long lists of sizes and names are cut short", () => {
  expect(formatShape([2, 3])).toBe("[2, 3]");
  expect(formatShape(new Array<number>(16).fill(7))).not.toContain("…");
  expect(formatShape(new Array<number>(200_000).fill(7))).toBe("[7, 7, 7, 7, 7, 7, 7, 7, … (200000 axes)]");
  expect(formatNames(["a", "b"])).toBe("a, b");
  const names = Array.from({ length: 1e6 }, (_, i) => `layer.${i}`);
  expect(formatNames(names)).toMatch(/^layer\.0, layer\.1, .* and 999984 more$/);
});

test("no door says more than can be read", () => {
  const many = Object.fromEntries(
    Array.from({ length: 5000 }, (_, i) => [`a name that is long ${i}`, tensor(1)]),
  );
  const file = saveSafetensors(many);
  const text = new TextDecoder().decode(file);
  const npy =
    `\x93NUMPY\x01\x00\x10\x27{'descr': '<f4', 'fortran_order': False, 'shape': (${"1, ".repeat(3000)}), }`.padEnd(
      10010,
    );
  const longest = (call: () => unknown): number => {
    try {
      call();
    } catch (error) {
      expect(error).toBeInstanceOf(RewindError);
      return (error as Error).message.length;
    }
    throw new Error("should have been refused");
  };
  for (const call of [
    () => loadNpy(Uint8Array.from(npy, (c) => c.charCodeAt(0))),
    () => loadNpy(Uint8Array.from(npy.replace("1, 1", "1,x1"), (c) => c.charCodeAt(0))),
    () => loadSafetensors(new TextEncoder().encode(text.slice(0, -3))),
    () => loadSafetensors(file.map((byte, i) => (i === 20 ? 0x22 : byte))),
    () => reshape(zeros([2]), new Array<number>(64).fill(12345678)),
    () => zeros(["x".repeat(1e6)] as unknown as number[]),
    () => zeros([2], { ["o".repeat(1e6)]: 1 } as object),
    () => zeros([2]).add("z".repeat(1e6) as unknown as number),
    () => zeros([2]).slice([new Array(8).fill("z".repeat(1e5)) as never]),
  ])
    expect(longest(call)).toBeLessThanOrEqual(2000);
});
