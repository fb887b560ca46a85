import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadSafetensors, saveSafetensors, tensor } from "@rewind/autograd";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { loadCheckpoint, restore, saveCheckpoint } from "../src/checkpoint.ts";
import { Training } from "../src/training.ts";
import { UserError } from "../src/user-error.ts";
import { advance, corpus, tiny } from "./support/tiny.ts";

const folder = mkdtempSync(join(tmpdir(), "rewind-checkpoint-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, "whole.safetensors");
const training = new Training(corpus, tiny({ cell: "lstm", steps: 5 }));
advance(training);
saveCheckpoint(file, training, corpus);
const bytes = readFileSync(file);
const { tensors, metadata } = loadSafetensors(bytes);

/** Loads these bytes and continues from them, as `train --resume` does. */
function resume(content: Uint8Array): void {
  const damaged = join(folder, "damaged.safetensors");
  writeFileSync(damaged, content);
  const checkpoint = loadCheckpoint(damaged);
  restore(new Training(corpus, checkpoint.settings), checkpoint, damaged);
}

function outcome(content: Uint8Array): string {
  try {
    resume(content);
    return "resumed";
  } catch (error) {
    return (error as Error).name;
  }
}

/** The checkpoint with one remark changed. */
function edited(key: string, edit: (value: never) => unknown): Uint8Array {
  return saveSafetensors(tensors, {
    ...metadata,
    [key]: JSON.stringify(edit(JSON.parse(metadata[key]) as never)),
  });
}

test("writing leaves nothing beside the file", () => {
  expect(readdirSync(folder).filter((name) => name.includes("tmp"))).toEqual([]);
  expect(() => resume(bytes)).not.toThrow();
});

test("holds plain safetensors: weights by name, optimizer state, the carried state", () => {
  expect(Object.keys(tensors)).toContain("model.recurrent.weight_hh_l0");
  expect(Object.keys(tensors)).toContain("optimizer.0.expAvg");
  expect(tensors["state.c"].shape).toEqual([1, 4, 8]);
});

test("cut off anywhere: one line, never a partial result", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), (length) => {
      expect(() => resume(bytes.subarray(0, length))).toThrow(UserError);
    }),
    { numRuns: 40 },
  );
});

test("one byte changed anywhere: refused in one line, or a readable model", () => {
  fc.assert(
    fc.property(fc.nat(Math.min(4000, bytes.length - 1)), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Uint8Array.from(bytes);
      changed[at] ^= change;
      expect(["resumed", "UserError"]).toContain(outcome(changed));
    }),
    { numRuns: 150 },
  );
});

test.each([
  ["a file that is missing", () => loadCheckpoint(join(folder, "none")), "no such file or folder"],
  ["a file of something else", () => resume(new TextEncoder().encode("Call me Ishmael.")), "damaged, or no safetensors file"],
  ["a foreign safetensors file", () => resume(saveSafetensors({ weight: tensor([1]) })), "not a checkpoint of this program"],
  ["a model that does not fit", () => resume(edited("settings", (s: object) => ({ ...s, hidden: 9 }))), "does not fit its own settings"],
  ["another cell", () => resume(edited("settings", (s: object) => ({ ...s, cell: "gru" }))), "does not fit its own settings"],
  ["a setting out of bounds", () => resume(edited("settings", (s: object) => ({ ...s, hidden: 1e9 }))), "--hidden takes a whole number"],
  ["a setting too many", () => resume(edited("settings", (s: object) => ({ ...s, depth: 3 }))), "unknown option --depth"],
  ["a setting too few", () => resume(edited("settings", () => ({}))), "its settings lack cell"],
  ["progress that is none", () => resume(edited("progress", () => ({ step: -1, epoch: 0, position: 0 }))), "not in whole numbers"],
  ["a position between two windows", () => resume(edited("progress", () => ({ step: 1, epoch: 0, position: 5 }))), "position"],
  ["a state of another shape", () => resume(saveSafetensors({ ...tensors, "state.h": tensor([1]) }, metadata)), "state"],
  ["a vocabulary that is none", () => resume(edited("vocabulary", () => "abc")), "not a list of characters"],
  ["no metadata but the format", () => resume(saveSafetensors(tensors, { format: metadata.format })), "is damaged"],
])("%s: refused in one line", (_, load, message) => {
  expect(load).toThrow(UserError);
  expect(load).toThrow(message);
}); // prettier-ignore
