import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { inspect } from "../src/inspect.ts";
import { readOptions } from "../src/option.ts";
import { inspectOptions } from "../src/options.ts";
import { rhyme } from "./support/tiny.ts";

const folder = mkdtempSync(join(tmpdir(), "rewind-inspect-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("without a checkpoint a fresh model is looked at, which is said; one that was asked for must be there", async () => {
  const text = join(folder, "rhyme.txt");
  writeFileSync(text, rhyme);
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  try {
    const { values } = readOptions(inspectOptions, { length: "8", steps: "0" });
    values.checkpoint = join(folder, "none.safetensors");
    await inspect([text], values, new Set());
    const told = log.mock.calls.flat().join(" ").replaceAll("\n", " ");
    expect(told).toMatch(/No checkpoint .* a fresh GRU 128, untrained, reading .*LSTM ‖∂J\/∂c‖/);
    await expect(inspect([text], values, new Set(["checkpoint"]))).rejects.toThrow("no such file");
  } finally {
    log.mockRestore();
  }
});
