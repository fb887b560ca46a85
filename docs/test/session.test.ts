import { expect, test } from "vitest";
import type { Report } from "../live/messages.ts";
import { Session } from "../live/session.ts";
import { defaults } from "../live/settings.ts";

/** A session whose turns are taken by hand. */
function start(): { session: Session; reports: Report[]; turn: () => void; waiting: () => number } {
  const reports: Report[] = [];
  const queue: (() => void)[] = [];
  const session = new Session(
    (report) => reports.push(report),
    (run) => queue.push(run),
  );
  return { session, reports, turn: () => queue.shift()?.(), waiting: () => queue.length };
}

const request = {
  type: "start",
  text: "Hello hello",
  settings: { ...defaults, hidden: 8 },
  seed: 1,
} as const;

test("reports a new net, then its progress, turn by turn", () => {
  const { session, reports, turn } = start();
  session.handle(request);
  turn();
  turn();
  expect(reports.map(({ type }) => type)).toEqual(["ready", "progress", "progress"]);
  const steps = reports
    .flatMap((report) => (report.type === "progress" ? report.updates : []))
    .map((u) => u.step);
  expect(steps).toEqual(steps.map((_, i) => i + 1));
});

test("pauses, goes on from where it was, and never trains twice at once", () => {
  const { session, reports, turn, waiting } = start();
  session.handle(request);
  turn();
  session.handle({ type: "pause" });
  turn();
  expect(waiting()).toBe(0);
  const before = reports.length;
  session.handle({ type: "resume" });
  session.handle({ type: "resume" });
  expect(waiting()).toBe(1);
  turn();
  const last = reports.at(-1);
  expect(reports).toHaveLength(before + 1);
  expect(last?.type === "progress" && last.updates[0].step).toBeGreaterThan(1);
});

test("tells what failed, and can be started again", () => {
  const { session, reports, turn, waiting } = start();
  session.handle({ ...request, text: "" });
  expect(reports).toEqual([{ type: "failed", message: expect.stringContaining("two characters") }]);
  expect(waiting()).toBe(0);
  session.handle({ type: "resume" });
  expect(waiting()).toBe(0);
  session.handle(request);
  turn();
  expect(reports.at(-1)?.type).toBe("progress");
});
