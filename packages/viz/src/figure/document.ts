import { parseHTML } from "linkedom/worker";

/** A document to draw in. Where there is none, as in Node, one without a page does. @internal */
export function drawingDocument(): Document {
  return parseHTML("<html><body></body></html>").document;
}

/** An element as text. @internal */
export function markup(element: Element): string {
  return element.outerHTML;
}
