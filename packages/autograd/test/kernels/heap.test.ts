import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Heap } from "../../src/kernels/simd/heap.ts";
import { instantiate } from "../../src/kernels/simd/module.ts";
import { Resident, type ResidentLimits } from "../../src/kernels/simd/resident.ts";

const freshHeap = (): Heap => new Heap(instantiate()!);

interface Block {
  address: number;
  size: number;
  mark: number;
}

function write(heap: Heap, { address, size, mark }: Block): void {
  heap.array().fill(mark, address / 4, address / 4 + size);
}

function assertHolds(heap: Heap, { address, size, mark }: Block): void {
  const held = heap.array().subarray(address / 4, address / 4 + size);
  expect(held.every((value) => value === mark)).toBe(true);
}

describe("a heap", () => {
  test("keeps what is in every block, whatever is taken, released and grown", () => {
    const commands = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 60_000 })), { maxLength: 60 });
    fc.assert(
      fc.property(commands, (list) => {
        const heap = freshHeap();
        const blocks: Block[] = [];
        list.forEach(([take, number], mark) => {
          if (take || blocks.length === 0) {
            const block = { address: heap.take(number), size: number, mark };
            write(heap, block);
            blocks.push(block);
          } else {
            const [gone] = blocks.splice(number % blocks.length, 1);
            heap.release(gone.address);
          }
          for (const block of blocks) assertHolds(heap, block);
        });
      }),
      { numRuns: 40 },
    );
  });

  test("uses again what was released, so that a loop does not grow it", () => {
    const heap = freshHeap();
    const round = (): void => {
      const taken = [1000, 50_000, 7, 200_000].map((size) => heap.take(size));
      for (const address of [taken[1], taken[3], taken[0], taken[2]]) heap.release(address);
    };
    round();
    const { byteLength } = heap.array();
    for (let i = 0; i < 100; i++) round();
    expect(heap.array().byteLength).toBe(byteLength);
  });

  test("addresses are of whole vectors", () => {
    const heap = freshHeap();
    for (const size of [1, 3, 5, 1001]) expect(heap.take(size) % 16).toBe(0);
  });
});

describe("a resident", () => {
  const room = (bytes: number): ResidentLimits => ({ bytes, blocks: 100, small: bytes });
  const owner = {};

  test("holds its contents, in kernel memory or out of it, until released", () => {
    const order = fc.array(fc.nat(5), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(order, (list) => {
        const heap = freshHeap();
        const size = 100;
        // Room for two and a half of six.
        const residents = Array.from({ length: 6 }, () => new Resident(heap, size, owner, room(1000)));
        residents.forEach((one, mark) => write(heap, { address: one.address(owner), size, mark }));
        for (const mark of list) assertHolds(heap, { address: residents[mark].address(owner), size, mark });
      }),
      { numRuns: 40 },
    );
  });

  test("moves out when others need the room, oldest first, and its block is used again", () => {
    const heap = freshHeap();
    const first = new Resident(heap, 1000, owner, room(4500));
    const place = first.address(owner);
    const second = new Resident(heap, 1000, owner, room(4500));
    expect(second.address(owner)).toBe(place);
    expect(first.address(owner)).not.toBe(-1);
  });

  test("moves out of a crowd earlier than out of a small company", () => {
    const limits = { bytes: 100_000, blocks: 3, small: 1000 };
    const places = (size: number): number => {
      const heap = freshHeap();
      return new Set(Array.from({ length: 8 }, () => new Resident(heap, size, owner, limits).address(owner)))
        .size;
    };
    expect(places(1000)).toBe(3);
    expect(places(10)).toBe(8);
  });

  test("that nobody releases does not make memory grow", () => {
    const heap = freshHeap();
    const make = (): unknown => new Resident(heap, 10_000, owner, room(100_000)).address(owner);
    for (let i = 0; i < 5; i++) make();
    const { byteLength } = heap.array();
    for (let i = 0; i < 100; i++) make();
    expect(heap.array().byteLength).toBeLessThanOrEqual(byteLength + 100_000);
  });
});
