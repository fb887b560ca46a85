import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { ensureKernels } from "./scripts/setup.mjs";

ensureKernels();

const packages = fileURLToPath(new URL("packages/", import.meta.url));

export default defineConfig({
  // Tests run from the sources: no build comes first.
  resolve: { alias: [{ find: /^@rewind\/([a-z]+)$/, replacement: `${packages}$1/src/index.ts` }] },
  test: {
    include: ["{packages,examples}/*/test/**/*.test.ts", "{docs/test,test}/**/*.test.ts"],
    testTimeout: 20_000,
    // REWIND_BACKEND=scalar npm test: the same tests on the plain loops.
    setupFiles: [
      "./scripts/poison-memory.ts",
      ...(process.env.REWIND_BACKEND ? ["./scripts/choose-backend.ts"] : []),
    ],
    reporters: ["default", "./scripts/count-reporter.mjs"],
  },
});
