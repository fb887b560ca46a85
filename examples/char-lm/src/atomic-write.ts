import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
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

/** Makes the folder of a file to be written later, and finds out now whether it can be written to. */
export function prepareFolder(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const probe = temporaryName(file);
    closeSync(openSync(probe, "w"));
    rmSync(probe);
  } catch (error) {
    throw new UserError(`cannot write to the folder ${dirname(file)}: ${reasonOf(error)}`);
  }
}

/** In the same folder, for a rename does not cross file systems; one per process, so that two runs do not share it. */
function temporaryName(file: string): string {
  return join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
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
