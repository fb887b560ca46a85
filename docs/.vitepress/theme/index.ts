import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme";
import LivePage from "./LivePage.vue";
import "./style.css";

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component("LivePage", LivePage);
  },
};

export default theme;
