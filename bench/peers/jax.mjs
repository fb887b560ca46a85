import { serve } from "../src/serve.ts";
await serve({ name: "jax-js", prepare() { throw new Error("not yet"); } });
