import type { DefaultTheme, LocaleSpecificConfig } from "vitepress";

type Locale = LocaleSpecificConfig<DefaultTheme.Config> & { label: string; link?: string };

const guide: DefaultTheme.SidebarItem[] = [
  {
    text: "Start",
    items: [
      { text: "Install", link: "/guide/install" },
      { text: "Quick start", link: "/guide/quick-start" },
      { text: "Coming from PyTorch", link: "/guide/from-pytorch" },
      { text: "Coming from TensorFlow.js", link: "/guide/from-tensorflow-js" },
    ],
  },
  {
    text: "Backpropagation through time",
    items: [
      { text: "1 The four stages", link: "/course/" },
      { text: "2 A gradient at every step", link: "/course/gradient-per-step" },
      { text: "3 Truncation", link: "/course/truncation" },
      { text: "4 Vanishing, exploding, clipping", link: "/course/vanishing" },
      { text: "5 Gates: LSTM and GRU", link: "/course/gates" },
    ],
  },
  {
    text: "Work",
    items: [
      { text: "Performance", link: "/guide/performance" },
      { text: "Gradient checks", link: "/guide/gradient-checks" },
      { text: "Errors and what they mean", link: "/guide/errors" },
      { text: "Design notes", link: "/guide/design" },
    ],
  },
];

/**
 * The site in English: names, menu and side bars.
 *
 * @param api the reference's side bars
 */
export function english(api: DefaultTheme.SidebarMulti): Locale {
  return {
    label: "English",
    lang: "en",
    description: "Backpropagation through time in pure TypeScript",
    themeConfig: {
      nav: [
        { text: "Guide", link: "/guide/install", activeMatch: "^/guide/" },
        { text: "Course", link: "/course/", activeMatch: "^/course/" },
        { text: "Live", link: "/live" },
        { text: "API", link: "/api/", activeMatch: "^/api/" },
      ],
      sidebar: { "/guide/": guide, "/course/": guide, ...api },
      outline: { level: [2, 3] },
      footer: { message: "MIT licence. Everything on this site is built from the repository." },
    },
  };
}
