import { useData } from "vitepress";
import { computed, type ComputedRef } from "vue";

/** Pages that exist in both languages, by their path in English. */
const translated: ReadonlySet<string> = new Set([
  "index.md",
  "course/index.md",
  "course/gradient-per-step.md",
  "course/truncation.md",
  "course/vanishing.md",
  "course/gates.md",
]);

interface Link {
  readonly text: string;
  readonly link: string;
}

/** Stands in for the default theme's composable of the same name, which links to pages that nobody has translated. */
export function useLangs({ correspondingLink = false }: { correspondingLink?: boolean } = {}): {
  localeLinks: ComputedRef<Link[]>;
  currentLang: ComputedRef<{ label: string | undefined; link: string }>;
} {
  const { site, localeIndex, page, hash } = useData();
  const home = (key: string): string => (key === "root" ? "/" : `/${key}/`);
  const currentLang = computed(() => ({
    label: site.value.locales[localeIndex.value]?.label,
    link: home(localeIndex.value),
  }));
  const localeLinks = computed(() => {
    const path = page.value.relativePath.slice(home(localeIndex.value).length - 1);
    const target = correspondingLink && translated.has(path) ? address(path) + hash.value : "";
    return Object.entries(site.value.locales)
      .filter(([key]) => key !== localeIndex.value)
      .map(([key, locale]) => ({ text: locale.label, link: home(key) + target }));
  });
  return { localeLinks, currentLang };
}

function address(path: string): string {
  return path.replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, ".html");
}
