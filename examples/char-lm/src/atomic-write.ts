import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
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
export function writeAtomically(name: string, bytes: Uint8Array): void {
  attempt(name, () => {
    const file = regularFile(name);
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
      syncFolder(dirname(file));
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  });
}

/**
 * Makes the folder of a file to be written later, and finds out now whether that will work. What killed processes left
 * half written there is removed.
 */
export function prepareFile(name: string): void {
  attempt(name, () => {
    mkdirSync(dirname(name), { recursive: true });
    const file = regularFile(name);
    const folder = dirname(file);
    readdirSync(folder)
      .filter((entry) => isLeftover(entry, file))
      .forEach((entry) => rmSync(join(folder, entry), { force: true }));
    const probe = temporaryName(file);
    closeSync(openSync(probe, "w"));
    rmSync(probe);
  });
}

/** Does something to a file; a failure is told in one line. */
export function attempt(file: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new UserError(`cannot write ${file}: ${reasonOf(error)}`);
  }
}

/**
 * The file a name stands for, links followed: what takes the name by a rename would put a file in the place of a link, a
 * device or a pipe.
 *
 * @throws UserError if it is there and no regular file
 */
export function regularFile(name: string): string {
  const isLink = lstatSync(name, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  const file = isLink ? realpathSync(name) : name;
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new UserError("it is a folder");
  if (found?.isFile() === false) throw new UserError("it is a device or a pipe, no file to be replaced");
  return file;
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
