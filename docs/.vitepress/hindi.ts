import type { DefaultTheme, LocaleSpecificConfig } from "vitepress";

type Locale = LocaleSpecificConfig<DefaultTheme.Config> & { label: string; link?: string };

const course: DefaultTheme.SidebarItem[] = [
  {
    text: "समय में पश्च-प्रसार (BPTT)",
    items: [
      { text: "1 चार चरण", link: "/hi/course/" },
      { text: "2 हर समय-चरण का gradient", link: "/hi/course/gradient-per-step" },
      { text: "3 काट (truncation)", link: "/hi/course/truncation" },
      { text: "4 लुप्त होते और फटते gradient", link: "/hi/course/vanishing" },
      { text: "5 द्वार (gates): LSTM और GRU", link: "/hi/course/gates" },
    ],
  },
];

/** The site in Hindi: the course, and the way to all the rest. */
export function hindi(): Locale {
  return {
    label: "हिन्दी",
    lang: "hi",
    description: "शुद्ध TypeScript में समय में पश्च-प्रसार (backpropagation through time)",
    themeConfig: {
      nav: [
        { text: "पाठ्यक्रम", link: "/hi/course/", activeMatch: "^/hi/course/" },
        { text: "प्रयोगशाला (अंग्रेज़ी)", link: "/live" },
        { text: "API (अंग्रेज़ी)", link: "/api/" },
      ],
      sidebar: { "/hi/": course },
      outline: { level: [2, 3], label: "इस पृष्ठ पर" },
      docFooter: { prev: "पिछला", next: "अगला" },
      footer: { message: "MIT अनुज्ञप्ति। यह पूरी साइट इसी भंडार (repository) से बनती है।" },
      darkModeSwitchLabel: "रूप",
      lightModeSwitchTitle: "उजला रूप चुनें",
      darkModeSwitchTitle: "गहरा रूप चुनें",
      sidebarMenuLabel: "सूची",
      returnToTopLabel: "ऊपर जाएँ",
      langMenuLabel: "भाषा बदलें",
      skipToContentLabel: "सीधे पाठ पर जाएँ",
    },
  };
}
