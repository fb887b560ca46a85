// Set up before every test file: test files share their process, so whatever a test changes for all it must put back.
import { deepEqual } from "node:assert/strict";
import { backend, defaultGenerator, runtime } from "@rewind/autograd";
import { afterEach, beforeEach } from "vitest";

const shared = () => {
  const { gradEnabled, recorder, watcher, transformDepth, anomaly } = runtime;
  return { backend: backend(), gradEnabled, recorder, watcher, transformDepth, anomaly };
};

const found = shared();
const generator = defaultGenerator().state();

// A seed that one test sets is not the next one's.
beforeEach(() => defaultGenerator().restore(generator));

afterEach(() => deepEqual(shared(), found, "a test left behind what it changed"));
