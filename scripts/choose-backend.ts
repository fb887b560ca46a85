// Runs before each test file where REWIND_BACKEND is set.
import { setBackend, type Backend } from "@rewind/autograd";

setBackend(process.env.REWIND_BACKEND as Backend);
