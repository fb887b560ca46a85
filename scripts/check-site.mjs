import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * Follows every link within a built site, down to the heading it names.
 *
 * @param {string} folder
 * @param {string} base the path the site is served under
 * @returns {string[]} a line for each that leads nowhere
 */
export function checkSite(folder, base) {
  const pages = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((page) => page.replaceAll("\\", "/"))
    .filter((page) => page.endsWith(".html") && page !== "404.html");
  const anchors = new Map(pages.map((page) => [page, anchorsOf(readFileSync(join(folder, page), "utf8"))]));
  /** @type {string[]} */
  const broken = [];
  for (const page of pages) {
    const html = readFileSync(join(folder, page), "utf8");
    for (const [, attribute, raw] of html.matchAll(/\s(href|src)="([^"]*)"/g)) {
      const target = new URL(raw.replaceAll("&amp;", "&"), `http://site${base}${page}`);
      if (target.host !== "site" || !target.protocol.startsWith("http")) continue;
      const path = decodeURIComponent(target.pathname).slice(base.length);
      const file = path === "" || path.endsWith("/") ? `${path}index.html` : path;
      const known = anchors.get(file);
      if (!existsSync(join(folder, file)) || !statSync(join(folder, file)).isFile()) {
        broken.push(`${page}: ${attribute} "${raw}" leads to no file`);
      } else if (target.hash.length > 1 && known && !known.has(decodeURIComponent(target.hash.slice(1)))) {
        broken.push(`${page}: ${attribute} "${raw}" leads to no heading`);
      }
    }
  }
  return [...new Set(broken)];
}

/** @param {string} html */
function anchorsOf(html) {
  return new Set([...html.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1].replaceAll("&amp;", "&")));
}
