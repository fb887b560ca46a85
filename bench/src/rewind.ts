import * as autograd from "@rewind/autograd";
import { serve } from "./serve.ts";
import { prepare } from "./workloads/index.ts";

const { setBackend } = autograd as { setBackend?: (name: string) => void };

await serve({
  name: "Rewind",
  prepare(spec, backend) {
    if (backend !== undefined) {
      if (setBackend === undefined) throw new Error("this build of Rewind has no choice of backend");
      setBackend(backend);
    }
    return prepare(spec);
  },
});
