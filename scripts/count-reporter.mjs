/** @typedef {import("vitest/reporters").Reporter} Reporter */

/**
 * Ends a test run with one plain line, `N passed, N failed`. A file that does not load and an error outside any test
 * count as one failure each; skipped tests as neither.
 *
 * @implements {Reporter}
 */
export default class CountReporter {
  /**
   * @param {readonly import("vitest/node").TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const module of modules) {
      failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed") passed++;
        else if (state === "failed") failed++;
      }
    }
    console.log(`${passed} passed, ${failed} failed`);
  }
}
