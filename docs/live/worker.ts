import type { Report, Request } from "./messages.ts";
import { Session } from "./session.ts";

/** The part of a worker's global scope that is used here: the library of types is the page's. */
interface WorkerScope {
  postMessage(report: Report): void;
  addEventListener(type: "message", listen: (event: { readonly data: Request }) => void): void;
}

const scope = globalThis as unknown as WorkerScope;
const session = new Session(
  (report) => scope.postMessage(report),
  (run) => setTimeout(run, 0),
);
scope.addEventListener("message", ({ data }) => session.handle(data));
