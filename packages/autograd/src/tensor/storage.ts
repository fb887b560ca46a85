/**
 * What the windows onto one piece of memory know in common. Made only when a tensor is first shared or
 * written: most tensors never need one.
 */
export class Storage {
  /** Counts writes in place. */
  version = 0;
  /** Who wrote last. */
  writer = "";
}
