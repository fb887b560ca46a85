/** Something the user can put right: told in one line, without a stack, and the program ends with an exit code. */
export class UserError extends Error {
  override name = "UserError";
}

/** Why a system call failed, in words: `no such file or directory`, not `ENOENT: no such file …, open '…'`. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code !== undefined && reasons[code]) || message;
}

const reasons: Record<string, string | undefined> = {
  ENOENT: "no such file or folder",
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EISDIR: "it is a folder",
  ENOTDIR: "part of the path is not a folder",
  ENOSPC: "no space left on the device",
  EROFS: "the file system is read-only",
};
