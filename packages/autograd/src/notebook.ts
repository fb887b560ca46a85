/** Whether this program is the cells of a notebook, run by the kernel tslab: what a cell prints is then all there is to see. */
export function inNotebook(): boolean {
  return "__tslab__" in globalThis;
}
