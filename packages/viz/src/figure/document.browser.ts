import { RewindError } from "@rewind/autograd";

/** The page's document: stands in for `document.ts` where bundlers build for browsers. @internal */
export function drawingDocument(): Document {
  const page: unknown = globalThis.document;
  if (page === undefined)
    throw new RewindError(
      "viz: charts are drawn with the page's document, which a worker lacks; draw them in the page",
    );
  return page as Document;
}

/** An element as text, in the XML that a file of its own needs. @internal */
export function markup(element: Element): string {
  return new XMLSerializer().serializeToString(element);
}
