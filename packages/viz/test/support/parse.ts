import { DOMParser } from "linkedom";
import { expect } from "vitest";
import type { Picture } from "../../src/index.ts";

/** An element of a parsed picture. */
export interface Mark {
  getAttribute(name: string): string | null;
  readonly textContent: string | null;
  querySelectorAll(selector: string): Iterable<Mark>;
}

/** Parses a picture and holds it to what every picture must be. */
export function assertPicture(picture: Picture): Mark {
  expect(String(picture)).toBe(picture.svg);
  expect(picture.svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" [^>]*role="img"/);
  expect(picture.svg).not.toMatch(/NaN|undefined|Infinity/);
  const root = new DOMParser().parseFromString(picture.svg, "image/svg+xml")
    .documentElement as unknown as Mark;
  expect(marks(root, "title")[0].textContent).toBe(picture.title);
  expect(marks(root, "desc")[0].textContent).toBe(picture.description);
  expect(root.getAttribute("viewBox")).toBe(
    `0 0 ${root.getAttribute("width")} ${root.getAttribute("height")}`,
  );
  return root;
}

export function marks(root: Mark, selector: string): Mark[] {
  return [...root.querySelectorAll(selector)];
}

/** Texts that stand in a picture. */
export function words(root: Mark): string[] {
  return marks(root, "text").map((text) => text.textContent ?? "");
}
