import { computed, onBeforeUnmount, reactive, ref, shallowRef, watch, type ComputedRef, type Ref } from "vue";
import type { Report, Request } from "../../live/messages.ts";
import { defaults, problemWith, type Settings } from "../../live/settings.ts";
import { defaultText, problemWithText } from "../../live/text.ts";
import type { Flow } from "../../live/trainer.ts";

type Phase = "idle" | "running" | "paused" | "failed";

/** What the live page shows and does; the training itself runs in a worker. */
export interface Training {
  readonly settings: { -readonly [K in keyof Settings]: Settings[K] };
  readonly text: Ref<string>;
  readonly phase: Ref<Phase>;
  /** What is wrong with the settings or the training, or null. */
  readonly problem: ComputedRef<string | null>;
  /** Whether the net that learns was started with other settings than those shown. */
  readonly outdated: ComputedRef<boolean>;
  readonly net: Ref<{ parameters: number; characters: number; backend: string } | null>;
  readonly losses: Ref<readonly number[]>;
  readonly gradNorm: Ref<number>;
  readonly flow: Ref<Flow | null>;
  readonly sample: Ref<string>;
  /** Starts, pauses or goes on. */
  toggle(): void;
  /** Forgets the net and all that was drawn. */
  reset(): void;
}

/** @param workerUrl the bundled worker */
export function useTraining(workerUrl: string): Training {
  const settings = reactive({ ...defaults });
  const text = ref(defaultText);
  const phase = ref<Phase>("idle");
  const failure = ref<string | null>(null);
  const net = shallowRef<Training["net"]["value"]>(null);
  const losses = shallowRef<readonly number[]>([]);
  const gradNorm = ref(0);
  const flow = shallowRef<Flow | null>(null);
  const sample = ref("");
  const startedWith = ref<string | null>(null);
  let worker: Worker | null = null;
  let seed = 0;

  const fixed = (): string =>
    JSON.stringify([settings.cell, settings.hidden, settings.k1, settings.k2, text.value]);
  const problem = computed(() => failure.value ?? problemWithText(text.value) ?? problemWith(settings));
  const outdated = computed(() => startedWith.value !== null && startedWith.value !== fixed());

  function ask(request: Request): void {
    worker?.postMessage(request);
  }

  function fail(message: string): void {
    failure.value = message;
    phase.value = "failed";
    worker?.terminate();
    worker = null;
  }

  function hear(report: Report): void {
    if (report.type === "failed") fail(report.message);
    else if (report.type === "ready") net.value = report;
    else {
      losses.value = [...losses.value, ...report.updates.map(({ loss }) => loss)];
      gradNorm.value = report.updates[report.updates.length - 1].gradNorm;
      flow.value = report.flow;
      sample.value = report.sample;
    }
  }

  function start(): void {
    worker = new Worker(workerUrl);
    worker.addEventListener("message", ({ data }: MessageEvent<Report>) => hear(data));
    worker.addEventListener("error", ({ message }) => fail(message || "The worker could not be loaded."));
    startedWith.value = fixed();
    ask({ type: "start", text: text.value, settings: { ...settings }, seed: ++seed });
  }

  function toggle(): void {
    if (phase.value === "running") {
      ask({ type: "pause" });
      phase.value = "paused";
      return;
    }
    if (problem.value !== null) return;
    if (worker === null) start();
    else ask({ type: "resume" });
    phase.value = "running";
  }

  function reset(): void {
    worker?.terminate();
    worker = null;
    phase.value = "idle";
    failure.value = null;
    startedWith.value = null;
    net.value = null;
    losses.value = [];
    flow.value = null;
    sample.value = "";
  }

  watch([() => settings.clip, () => settings.lr], ([clip, lr]) => {
    if (problemWith(settings) === null) ask({ type: "tune", tuning: { clip, lr } });
  });
  onBeforeUnmount(() => worker?.terminate());

  return { settings, text, phase, problem, outdated, net, losses, gradNorm, flow, sample, toggle, reset };
}
