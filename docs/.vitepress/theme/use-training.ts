import { computed, onBeforeUnmount, reactive, ref, shallowRef, watch, type ComputedRef, type Ref } from "vue";
import type { NetInfo, Report, Request } from "../../live/messages.ts";
import { cellsOf, defaults, problemWith, type CellName, type Settings } from "../../live/settings.ts";
import { defaultText, problemWithText } from "../../live/text.ts";
import type { Flow } from "../../live/trainer.ts";

type Phase = "idle" | "running" | "paused" | "failed";

/** One of the nets that learn, as the page shows it. */
export interface Net {
  readonly cell: CellName;
  /** 0 until it has been made. */
  readonly parameters: number;
  readonly losses: readonly number[];
  readonly gradNorm: number;
  readonly flow: Flow | null;
  readonly sample: string;
  readonly recalled: number | null;
}

/** What the live page shows and does; the training itself runs in a worker. */
export interface Training {
  readonly settings: { -readonly [K in keyof Settings]: Settings[K] };
  readonly text: Ref<string>;
  readonly phase: Ref<Phase>;
  /** What is wrong with the settings or the training, or null. */
  readonly problem: ComputedRef<string | null>;
  /** Whether the net that learns was started with other settings than those shown. */
  readonly outdated: ComputedRef<boolean>;
  /** Those that learn, or the ones that would with these settings. */
  readonly nets: ComputedRef<readonly Net[]>;
  /** Number of characters from which the nets choose; 0 until they have been made. */
  readonly choices: Ref<number>;
  /** Starts, pauses or goes on. */
  toggle(): void;
  /** Forgets the nets and all that was drawn. */
  reset(): void;
  /** Starts anew with other settings, and the default text. */
  tryOut(settings: Settings): void;
}

/** @param workerUrl the bundled worker */
export function useTraining(workerUrl: string): Training {
  const settings = reactive({ ...defaults });
  const text = ref(defaultText);
  const phase = ref<Phase>("idle");
  const failure = ref<string | null>(null);
  const made = shallowRef<readonly Net[]>([]);
  const choices = ref(0);
  const startedWith = ref<string | null>(null);
  let worker: Worker | null = null;
  let seed = 0;

  /** Settings that need a new net. */
  const fixed = (): string =>
    JSON.stringify([{ ...settings, clip: 0, lr: 0 }, settings.task === "text" ? text.value : ""]);
  const problemOfText = (): string | null => (settings.task === "text" ? problemWithText(text.value) : null);
  const problem = computed(() => failure.value ?? problemOfText() ?? problemWith(settings));
  const nets = computed(() =>
    made.value.length > 0 ? made.value : cellsOf(settings).map((cell) => newNet({ cell, parameters: 0 })),
  );
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
    else if (report.type === "ready") {
      made.value = report.nets.map(newNet);
      choices.value = report.choices;
    } else {
      made.value = made.value.map((net, i) => {
        const { updates, flow, sample, recalled } = report.nets[i];
        const losses = [...net.losses, ...updates.map(({ loss }) => loss)];
        return { ...net, losses, gradNorm: updates[updates.length - 1].gradNorm, flow, sample, recalled };
      });
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
    made.value = [];
  }

  function tryOut(others: Settings): void {
    reset();
    Object.assign(settings, others);
    text.value = defaultText;
    toggle();
  }

  watch([() => settings.clip, () => settings.lr], ([clip, lr]) => {
    if (problemWith(settings) === null) ask({ type: "tune", tuning: { clip, lr } });
  });
  onBeforeUnmount(() => worker?.terminate());

  return { settings, text, phase, problem, outdated, nets, choices, toggle, reset, tryOut };
}

function newNet({ cell, parameters }: NetInfo): Net {
  return { cell, parameters, losses: [], gradNorm: 0, flow: null, sample: "", recalled: null };
}
