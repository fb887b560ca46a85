import { existsSync, readFileSync } from "node:fs";
import type { DefaultTheme } from "vitepress";

/** Written by typedoc, which runs before the site is built. */
const file = new URL("../api/typedoc-sidebar.json", import.meta.url);

/** One side bar for each package: all of them on each of several hundred pages would be most of the site. */
export function apiSidebars(): DefaultTheme.SidebarMulti {
  const packages = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as DefaultTheme.SidebarItem[])
    : [];
  const links = packages.map(({ text }) => ({ text, link: `/api/${text}/` }));
  const own = packages.map(({ text, items }): [string, DefaultTheme.SidebarItem[]] => [
    `/api/${text}/`,
    [
      { text: "All packages", link: "/api/" },
      { text, link: `/api/${text}/`, items },
    ],
  ]);
  return { ...Object.fromEntries(own), "/api/": [{ text: "API", link: "/api/", items: links }] };
}
