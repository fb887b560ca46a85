import { ArgumentError, DtypeError, ShapeError, formatShape, formatValue } from "../../errors.ts";
import { broadcastShape, forEachRun } from "../../tensor/broadcast.ts";
import type { Indices } from "../../tensor/indices.ts";
import { isList, sameShape, sizeOf, stridesOf, type Shape } from "../../tensor/shape.ts";
import { isTensor, type Tensor, type TensorLike } from "../../tensor/tensor.ts";
import { operand } from "../operand.ts";
import { permute } from "../shape/permute.ts";
import { reshape } from "../shape/reshape.ts";
import { truthOf, type NestedBooleans } from "../where.ts";
import { indexArgument } from "./index-argument.ts";
import { rowTaker } from "./rows.ts";
import { entryOf, rangeOf } from "./slice.ts";
import { part } from "./views.ts";

/**
 * What to take of the next axis: a number one entry (and the axis goes), a text such as `"1:"`, `":-1"` or `"::-1"` a range as in
 * Python, a list or Int32Array those entries, booleans or a tensor of 0 and 1 those where it holds, of as many axes as the mask
 * has. `null` puts in a new axis of size 1, `"..."` stands for all axes that are not mentioned.
 */
export type AtIndex = number | string | null | Indices | NestedBooleans | Tensor;

const takeRows = rowTaker("at");

/** A list of indices and the axis of the view that they index. */
interface List {
  readonly axis: number;
  readonly values: Int32Array;
  readonly shape: Shape;
}

/**
 * `x[i, j, …]` as PyTorch indexes. Several lists go together, element by element, and broadcast; their shape stands where the
 * first of them does if they are neighbours, else in front. A part without lists that is one run of memory is shared with `x`.
 *
 * @param indices one for each axis from the first on, fewer if the rest is wanted whole
 * @example
 * at(x, 0, "1:3"); // x[0, 1:3]
 * at(x, "...", "::-1"); // x[..., ::-1], had PyTorch negative steps
 * at(x, [0, 2], null); // x[[0, 2], None]
 * at(x, greater(x, 0)); // x[x > 0]
 * @throws ShapeError if there are more indices than axes, a mask does not fit its axes, or lists do not broadcast
 * @throws ArgumentError if an index is out of range or none of these
 */
export function at(x: TensorLike, ...indices: AtIndex[]): Tensor {
  const t = operand("at", x);
  const entries = indices.map((index) => (isMask(index) ? maskOf(index) : index));
  if (!entries.includes("...")) entries.push("...");
  const used = entries.reduce<number>((total, entry) => total + axesOf(entry), 0);
  if (used > t.ndim)
    throw new ShapeError(`at: ${used} axes are indexed, but shape ${formatShape(t.shape)} has ${t.ndim}`);
  if (entries.indexOf("...") !== entries.lastIndexOf("..."))
    throw new ArgumentError('at: "..." may stand in one place only');
  const wholeStrides = stridesOf(t.shape);
  const shape: number[] = [];
  const strides: number[] = [];
  const lists: List[] = [];
  let offset = 0;
  let axis = 0;
  const take = (size: number, stride: number): number => {
    strides.push(stride);
    return shape.push(size) - 1;
  };
  for (const entry of entries) {
    const length = t.shape[axis];
    if (entry === null) take(1, 0);
    else if (entry === "...")
      for (let i = used; i < t.ndim; i++, axis++) take(t.shape[axis], wholeStrides[axis]);
    else if (typeof entry === "number") offset += entryOf("at", entry, axis, length) * wholeStrides[axis++];
    else if (typeof entry === "string") {
      const { start, count, step } = rangeOf("at", parsed(entry), axis, length);
      offset += start * wholeStrides[axis];
      take(count, step * wholeStrides[axis++]);
    } else if (isTensor(entry)) {
      const covered = t.shape.slice(axis, axis + entry.ndim);
      if (!sameShape(covered, entry.shape))
        throw new ShapeError(
          `at: mask of shape ${formatShape(entry.shape)} on axes of shape ${formatShape(covered)}; they must be equal`,
        );
      for (const values of placesOf(entry))
        lists.push({ axis: take(t.shape[axis], wholeStrides[axis++]), values, shape: [values.length] });
    } else
      lists.push({
        ...indexArgument("at", checkedList(entry as Indices), length, {}, true),
        axis: take(length, wholeStrides[axis++]),
      });
  }
  const view = part(t, { offset, shape, strides }, shape);
  return lists.length === 0 ? view : listed(view, lists);
}

/** Takes what lists say of a view: their axes are brought together and merged into one, whose rows are taken. */
function listed(view: Tensor, lists: readonly List[]): Tensor {
  const axes = lists.map(({ axis }) => axis);
  const together = axes.every((axis, i) => axis === axes[0] + i);
  const others = [...view.shape.keys()].filter((axis) => !axes.includes(axis));
  const x = together ? view : permute(view, [...axes, ...others]);
  const first = together ? axes[0] : 0;
  const indexShape = lists.reduce<Shape>((shape, list) => broadcastShape("at", shape, list.shape), []);
  const indices = new Int32Array(sizeOf(indexShape));
  for (const { axis, values, shape } of lists) {
    forEachRun(shape, indexShape, indexShape, (n, from, step, _same, _one, to) => {
      for (let i = 0; i < n; i++)
        indices[to + i] = indices[to + i] * view.shape[axis] + values[from + i * step];
    });
  }
  const merged = sizeOf(axes.map((axis) => view.shape[axis]));
  const rows = reshape(x, [...x.shape.slice(0, first), merged, ...x.shape.slice(first + axes.length)]);
  return takeRows(rows, { axis: first, indices, indexShape, frozen: -1 });
}

function axesOf(entry: AtIndex): number {
  if (entry === null || entry === "...") return 0;
  return isTensor(entry) ? entry.ndim : 1;
}

function isMask(index: AtIndex): index is NestedBooleans | Tensor {
  if (isTensor(index)) return true;
  let leaf: unknown = index;
  for (let depth = 0; isList(leaf) && depth < 64; depth++) leaf = leaf[0] as unknown;
  return typeof leaf === "boolean" && isList(index);
}

function maskOf(index: NestedBooleans | Tensor): Tensor {
  const mask = truthOf("at", index).detach();
  if (!mask.data.every((value) => value === 0 || value === 1))
    throw new DtypeError(
      "at: a tensor is a mask of 0 and 1; indices are an Int32Array or arrays of whole numbers",
    );
  return mask;
}

/** Where a mask holds: indices of each of its axes. */
function placesOf({ data, shape }: Tensor): Int32Array[] {
  const places = [...data.keys()].filter((i) => data[i] !== 0);
  return stridesOf(shape).map((stride, axis) =>
    Int32Array.from(places, (place) => Math.floor(place / stride) % shape[axis]),
  );
}

function parsed(text: string): [number | null, number | null, number | null] {
  const found = /^(-?\d*):(-?\d*)(?::(-?\d*))?$/.exec(text.replaceAll(" ", ""));
  if (found === null || found.includes("-")) {
    throw new ArgumentError(`at: ${formatValue(text)} is not a range such as "1:3", "::-1" or "..."`);
  }
  const bound = (text: string | undefined): number | null => (text ? Number(text) : null);
  return [bound(found[1]), bound(found[2]), bound(found[3])];
}

function checkedList(entry: Indices): Indices {
  if (!(ArrayBuffer.isView(entry) && entry instanceof Int32Array) && !isList(entry))
    throw new ArgumentError(`at: ${formatValue(entry)} is no index; see AtIndex`);
  if (isList(entry) && (entry as unknown[]).includes(null))
    throw new ArgumentError(
      `at: ${formatValue(entry)} is no list of indices; write a range as text, such as "1:3"`,
    );
  return entry;
}
