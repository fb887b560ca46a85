import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumPath } from "./scripts/chromium.mjs";

const packages = fileURLToPath(new URL("packages/", import.meta.url));

/**
 * Tests of what only Node has: files, its garbage collector's switch, how it prints objects, memory without zeros, processes,
 * modules that load twice.
 */
const needNode = [
  "packages/autograd/test/two-copies.test.ts",
  "packages/nn/test/two-copies.test.ts",
  "packages/autograd/test/tape/memory.test.ts",
  "packages/autograd/test/tensor/print-table.test.ts",
  "packages/autograd/test/tensor/uninitialized.test.ts",
  "packages/nn/test/inspect.test.ts",
  "packages/rnn/test/scan/memory.slow.test.ts",
  "packages/viz/test/figure/shown.test.ts",
];

export default defineConfig({
  test: {
    reporters: ["default", "./scripts/count-reporter.mjs"],
    projects: [
      {
        resolve: {
          alias: [
            { find: /^@rewind\/([a-z]+)$/, replacement: `${packages}$1/src/index.ts` },
            { find: /^@rewind\/([a-z]+)\/internal$/, replacement: `${packages}$1/src/internal.ts` },
            // As built for browsers.
            { find: /^\.\/document\.ts$/, replacement: `${packages}viz/src/figure/document.browser.ts` },
          ],
        },
        // Shared memory, which some tests read from, exists on isolated pages only.
        server: {
          headers: {
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Embedder-Policy": "require-corp",
          },
        },
        optimizeDeps: { include: ["fast-check"] },
        test: {
          name: "packages in Chromium",
          include: ["packages/{autograd,nn,optim,rnn,viz}/test/**/*.test.ts"],
          exclude: needNode,
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: chromiumPath() ?? undefined, args: ["--no-sandbox"] },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
      {
        test: {
          name: "live page",
          include: ["test/browser/*.browser.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
