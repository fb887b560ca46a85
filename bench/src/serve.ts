import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import type { Spec, Task } from "./spec.ts";

/** What the benchmark's parent process asks a framework's process to do, one JSON line each. */
export type Request =
  { spec: Spec; backend?: string } | { steps: number; milliseconds: number } | { loop: number };

/** What the process answers, one JSON line each. */
export type Answer =
  | { ready: string }
  | { times: number[]; losses: number[]; peakRssMb: number; sinceStartMs: number }
  | { times: number[]; losses: number[]; peakRssMb: number; firstMs: number; rssMb: number[] }
  | { error: string };

/** One framework in this process. */
export interface Framework {
  /** Its name and version as the table shows them. */
  name: string;
  prepare(spec: Spec, backend?: string): Task | Promise<Task>;
}

/**
 * Runs a framework as a process of the benchmark: makes one workload ready, then takes steps when told to. The parent
 * takes turns among the processes; those whose turn it is not sleep.
 */
export async function serve(framework: Framework): Promise<void> {
  let task: Task | undefined;
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Request;
    let answer: Answer;
    try {
      if ("spec" in request) {
        task = await framework.prepare(request.spec, request.backend);
        answer = { ready: framework.name };
      } else if (task === undefined) answer = { error: "no workload was made ready" };
      else if ("loop" in request) answer = await loop(task, request.loop);
      else answer = await take(task, request.steps, request.milliseconds);
    } catch (error) {
      answer = { error: error instanceof Error ? error.message : String(error) };
    }
    console.log(JSON.stringify(answer));
  }
}

async function take(task: Task, steps: number, milliseconds: number): Promise<Answer> {
  const times: number[] = [];
  const losses: number[] = [];
  const end = performance.now() + milliseconds;
  let now = 0;
  do {
    const start = performance.now();
    const pending = task.step();
    // Awaiting a step that is already done would cost more than the smallest steps do.
    if (pending !== undefined) await pending;
    now = performance.now();
    times.push(now - start);
    if (losses.length < 3) losses.push(await task.loss());
  } while (times.length < steps && now < end);
  return {
    times,
    losses,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
    sinceStartMs: performance.now() - performance.nodeTiming.bootstrapComplete,
  };
}

/** In one synchronous loop, in which no callback runs: a hundred stretches, the mean time of a step and the memory after each. */
async function loop(task: Task, steps: number): Promise<Answer> {
  const begun = performance.now();
  await task.step();
  const firstMs = performance.now() - begun;
  const losses = [await task.loss()];
  const times: number[] = [];
  const rssMb: number[] = [];
  const stretch = Math.max(1, Math.round(steps / 100));
  for (let taken = 0; taken < steps; taken += stretch) {
    const start = performance.now();
    for (let i = 0; i < stretch; i++) {
      if (task.step() !== undefined) throw new Error("its steps do not end within a synchronous loop");
    }
    times.push((performance.now() - start) / stretch);
    rssMb.push(process.memoryUsage.rss() / 2 ** 20);
  }
  return { times, losses, firstMs, rssMb, peakRssMb: process.resourceUsage().maxRSS / 1024 };
}
