import { escapeXml } from "./escape-xml.ts";
import { Picture } from "./picture.ts";

/** What goes into a picture besides its drawing. @internal */
export interface Frame {
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height: number;
}

// Alone in a file or an <img>, the picture is the root and looks after itself; within a page it takes the page's colour.
const CSS =
  ".rewind{color:inherit;background:none;font:12px system-ui,sans-serif;max-width:100%;height:auto}" +
  "svg.rewind:root{color:#24292f}" +
  "@media (prefers-color-scheme:dark){svg.rewind:root{color:#e6e6e6}}";

/** A picture of the given drawing, with a heading and a description for screen readers. @internal */
export function drawn(frame: Frame, content: string): Picture {
  const { title, description, width, height } = frame;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" class="rewind" role="img" aria-label="${escapeXml(title)}" ` +
    `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" fill="currentColor">` +
    `<title>${escapeXml(title)}</title><desc>${escapeXml(description)}</desc><style>${CSS}</style>` +
    `<text x="8" y="18" font-size="14" font-weight="600">${escapeXml(title)}</text>${content}</svg>`;
  return new Picture(svg, title, description);
}

/** An element with attributes; those that are undefined are left out. @internal */
export function element(
  tag: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content: string = "",
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(typeof value === "number" ? round(value) : String(value))}"`)
    .join("");
  return `<${tag}${written}>${content}</${tag}>`;
}

/** Two decimals are finer than a screen. */
function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
