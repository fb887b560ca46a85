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
    .flatMap((report) => (report.type === "progress" ? report.nets[0].updates : []))
    .map((u) => u.step);
  expect(steps).toEqual(steps.map((_, i) => i + 1));
});

test("three cells learn in step, each from the same start whether alone or not", () => {
  const together = start();
  together.session.handle({ ...request, settings: { ...request.settings, cell: "all" } });
  together.turn();
  const [ready, progress] = together.reports;
  expect(ready.type === "ready" && ready.nets.map(({ cell }) => cell)).toEqual(["rnn", "gru", "lstm"]);
  if (progress.type !== "progress") throw new Error(`no progress: ${progress.type}`);
  const counts = progress.nets.map(({ updates }) => updates.length);
  expect(counts[0]).toBeGreaterThan(0);
  expect(counts).toEqual([counts[0], counts[0], counts[0]]);
  expect(progress.nets.map(({ flow }) => flow.c === null)).toEqual([true, true, false]);

  const alone = start();
  alone.session.handle(request);
  alone.turn();
  const gru = alone.reports[1].type === "progress" ? alone.reports[1].nets[0].updates[0] : null;
  expect(progress.nets[1].updates[0]).toEqual(gru);
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
  expect(last?.type === "progress" && last.nets[0].updates[0].step).toBeGreaterThan(1);
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
