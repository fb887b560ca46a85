import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { UserError, reasonOf } from "./user-error.ts";

/**
 * Replaces a file's content so that whoever opens it, at any moment and after any crash, finds the old content or
 * the new, whole. The bytes go to a temporary file beside it, are forced to the disk, and take the name by a rename,
 * which POSIX promises to be atomic; then the folder's entry is forced to the disk as well.
 */
export function writeAtomically(file: string, bytes: Uint8Array): void {
  const folder = dirname(file);
  const temporary = temporaryName(file);
  try {
    const handle = openSync(temporary, "w");
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
    syncFolder(folder);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UserError(`cannot write ${file}: ${reasonOf(error)}`);
  }
}

/**
 * Makes the folder of a file to be written later, and finds out now whether that will work. What killed processes left
 * half written there is removed.
 */
export function prepareFile(file: string): void {
  const folder = dirname(file);
  try {
    mkdirSync(folder, { recursive: true });
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw new UserError("it is a folder");
    readdirSync(folder)
      .filter((name) => isLeftover(name, file))
      .forEach((name) => rmSync(join(folder, name), { force: true }));
    const probe = temporaryName(file);
    closeSync(openSync(probe, "w"));
    rmSync(probe);
  } catch (error) {
    throw new UserError(`cannot write ${file}: ${reasonOf(error)}`);
  }
}

/** In the same folder, for a rename does not cross file systems; one per process, so that two runs do not share it. */
function temporaryName(file: string): string {
  return join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
}

function isLeftover(name: string, file: string): boolean {
  const prefix = `.${basename(file)}.`;
  if (!name.startsWith(prefix) || !name.endsWith(".tmp")) return false;
  const pid = Number(name.slice(prefix.length, -".tmp".length));
  return Number.isSafeInteger(pid) && pid > 0 && !isRunning(pid);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function syncFolder(folder: string): void {
  // Windows has no such thing: there a folder cannot be opened.
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
