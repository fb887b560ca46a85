import { fileURLToPath } from "node:url";
import { defineConfig, type DefaultTheme } from "vitepress";
import { apiSidebars } from "./api-sidebar.ts";
import { english } from "./english.ts";
import { hindi } from "./hindi.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  title: "Rewind",
  base: process.env.DOCS_BASE ?? "/",
  cleanUrls: false,
  lastUpdated: false,
  srcExclude: ["README.md", "notebooks/**"],
  markdown: { math: true, anchor: { slugify } },
  head: [["link", { rel: "icon", type: "image/svg+xml", href: `${process.env.DOCS_BASE ?? "/"}logo.svg` }]],
  locales: { root: english(apiSidebars()), hi: hindi() },
  themeConfig: {
    logo: "/logo.svg",
    search: { provider: "local", options: { locales: { hi: { translations: hindiSearch() } } } },
  },
  vite: {
    // The locale menu leads to the same page where it is translated, and to the language's first page where it is not.
    resolve: { alias: [{ find: /^.*\/composables\/langs$/, replacement: here("./theme/langs.ts") }] },
  },
});

function hindiSearch(): DefaultTheme.LocalSearchOptions["translations"] {
  return {
    button: { buttonText: "खोजें", buttonAriaLabel: "खोजें" },
    modal: {
      displayDetails: "विस्तार से दिखाएँ",
      resetButtonTitle: "मिटाएँ",
      backButtonTitle: "बंद करें",
      noResultsText: "कुछ नहीं मिला:",
      footer: { selectText: "चुनें", navigateText: "ऊपर-नीचे जाएँ", closeText: "बंद करें" },
    },
  };
}

/** GitHub's anchors, which are those that typedoc links to; the default's lose the underscore of `detach_`. */
function slugify(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");
}
