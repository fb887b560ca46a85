import { backend, setBackend, type Backend } from "@rewind/autograd";
import { serve } from "./serve.ts";
import { prepare } from "./workloads/index.ts";

await serve({
  get name() {
    return `Rewind (${backend()}, Node ${process.versions.node})`;
  },
  prepare(spec, wanted) {
    if (wanted !== undefined) setBackend(wanted as Backend);
    return prepare(spec);
  },
});
