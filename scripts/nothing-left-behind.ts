// Set up before every test file: test files share their process, so whatever a test changes for all it must put back.
import { backend, defaultGenerator, isGradEnabled, runtime } from "@rewind/autograd";
import { afterEach, beforeEach, expect } from "vitest";

const found = { backend: backend(), generator: defaultGenerator().state() };

// A seed that one test sets is not the next one's.
beforeEach(() => defaultGenerator().restore(found.generator));

afterEach(() => {
  const { recorder, watcher, transformDepth, anomaly } = runtime;
  expect({
    backend: backend(),
    gradEnabled: isGradEnabled(),
    recorder,
    watcher,
    transformDepth,
    anomaly,
  }).toEqual({
    backend: found.backend,
    gradEnabled: true,
    recorder: null,
    watcher: null,
    transformDepth: 0,
    anomaly: false,
  });
});
