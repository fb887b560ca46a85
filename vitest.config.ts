import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { ensureKernels } from "./scripts/setup.mjs";

ensureKernels();

const packages = fileURLToPath(new URL("packages/", import.meta.url));

/** Test files that spawn programs: nothing of the sources is loaded in their own process. */
const programs = ["examples/*/test/main.test.ts", "test/*.test.ts"];

export default defineConfig({
  // Tests run from the sources: no build comes first.
  resolve: {
    alias: [
      { find: /^@rewind\/([a-z]+)$/, replacement: `${packages}$1/src/index.ts` },
      { find: /^@rewind\/([a-z]+)\/internal$/, replacement: `${packages}$1/src/internal.ts` },
    ],
  },
  test: {
    testTimeout: 20_000,
    reporters: ["default", "./scripts/count-reporter.mjs"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: [
            "{packages,examples}/*/test/**/*.test.ts",
            "docs/test/**/*.test.ts",
            "test/golden/**/*.test.ts",
          ],
          exclude: [...configDefaults.exclude, ...programs, "**/*.slow.test.ts"],
          // One load of the sources serves all files of a worker; the set-up sees to it that no test leaves anything behind.
          isolate: false,
          setupFiles: [
            "./scripts/poison-memory.ts",
            // REWIND_BACKEND=scalar npm test: the same tests on the plain loops.
            ...(process.env.REWIND_BACKEND ? ["./scripts/choose-backend.ts"] : []),
            "./scripts/nothing-left-behind.ts",
          ],
        },
      },
      {
        extends: true,
        test: {
          name: "programs",
          include: programs,
          exclude: [...configDefaults.exclude, "**/*.slow.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "packed",
          include: ["test/packed/*.test.ts"],
          exclude: [...configDefaults.exclude, "**/*.slow.test.ts"],
        },
      },
      // What a change rarely breaks and takes long to prove, such as every compiler and engine: npm run test:slow.
      { extends: true, test: { name: "slow", include: ["**/test/**/*.slow.test.ts"], testTimeout: 120_000 } },
    ],
  },
});
