import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { prepareFile, writeAtomically } from "../src/atomic-write.ts";

const folder = mkdtempSync(join(tmpdir(), "rewind-atomic-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("replaces the content, whole, and leaves nothing beside it", () => {
  const file = join(folder, "a");
  writeAtomically(file, new Uint8Array(1000).fill(1));
  writeAtomically(file, Uint8Array.of(2, 3));
  expect([...readFileSync(file)]).toEqual([2, 3]);
  expect(readdirSync(folder)).toEqual(["a"]);
});

test("says in one line why it cannot write, and takes its temporary file away", () => {
  expect(() => writeAtomically(join(folder, "none", "a"), Uint8Array.of(1))).toThrow(
    `cannot write ${join(folder, "none", "a")}: no such file or folder`,
  );
  expect(() => writeAtomically(folder, Uint8Array.of(1))).toThrow("cannot write");
  expect(readdirSync(tmpdir()).filter((name) => name.includes(`${process.pid}.tmp`))).toEqual([]);
});

test("prepares a folder that is not there yet, and refuses what can never be a file", () => {
  const file = join(folder, "new", "deep", "a");
  prepareFile(file);
  expect(readdirSync(join(folder, "new", "deep"))).toEqual([]);
  expect(() => prepareFile(join(folder, "a", "b"))).toThrow("cannot write");
  expect(() => prepareFile(folder)).toThrow("it is a folder");
});

test("writes through a link, and refuses a pipe and a link to nothing", () => {
  symlinkSync(join(folder, "behind"), join(folder, "link"));
  for (const write of [prepareFile, (file: string) => writeAtomically(file, Uint8Array.of(1))]) {
    expect(() => write(join(folder, "link"))).toThrow("no such file");
  }
  writeFileSync(join(folder, "behind"), "old");
  writeAtomically(join(folder, "link"), Uint8Array.of(7));
  expect([...readFileSync(join(folder, "behind"))]).toEqual([7]);
  expect(lstatSync(join(folder, "link")).isSymbolicLink()).toBe(true);
  const pipe = join(folder, "pipe");
  expect(spawnSync("mkfifo", [pipe]).status).toBe(0);
  expect(() => writeAtomically(pipe, Uint8Array.of(1))).toThrow("a device or a pipe");
  expect(() => prepareFile(pipe)).toThrow("a device or a pipe");
  expect(lstatSync(pipe).isFIFO()).toBe(true);
});

test("removes what a killed process left, and leaves alone what a living one writes", () => {
  const { pid: dead } = spawnSync(process.execPath, ["--version"]);
  const left = join(folder, `.b.${dead}.tmp`);
  const living = join(folder, `.b.${process.ppid}.tmp`);
  const foreign = join(folder, `.c.${dead}.tmp`);
  for (const file of [left, living, foreign]) writeFileSync(file, "half");
  prepareFile(join(folder, "b"));
  expect([left, living, foreign].map((file) => existsSync(file))).toEqual([false, true, true]);
});
