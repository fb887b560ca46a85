import { runtime } from "@rewind/autograd";

/** A module that may still be under construction, and how often it will still be looked at. */
interface Unsettled {
  readonly settle: () => void;
  looks: number;
}

/** Modules kept in view. */
const MOST = 32;
/** Tensors made until a module is taken to be complete; later fields are found when it is walked. */
const LOOKS = 100;

let unsettled: Unsettled[] = [];

/** Calls `settle` whenever a tensor is made from now on, for as long as the module may be under construction. */
export function announce(settle: () => void): void {
  unsettled.push({ settle, looks: LOOKS });
  if (unsettled.length > MOST) unsettled.shift();
  runtime.unsettled = look;
}

function look(): void {
  const all = unsettled;
  // What settles makes no tensors, and what it throws is thrown once.
  unsettled = [];
  runtime.unsettled = null;
  let failed: { error: unknown } | null = null;
  for (const each of all) {
    try {
      each.settle();
      if (--each.looks > 0) unsettled.push(each);
    } catch (error) {
      failed ??= { error };
    }
  }
  if (unsettled.length > 0) runtime.unsettled = look;
  if (failed !== null) throw failed.error;
}
