import { manualSeed, noGrad, oneHot, zeros, type Tensor } from "@rewind/autograd";
import { Linear, crossEntropy } from "@rewind/nn";
import { Adam } from "@rewind/optim";
import { RNNCell } from "@rewind/rnn";
import { formatTable } from "./table.ts";
import { wrap } from "./wrap.ts";
import { Vocabulary } from "./vocabulary.ts";

/** One time step of the lesson: what the net read, remembered, said and should have said. */
export interface LessonStep {
  readonly input: string;
  readonly output: string;
  readonly target: string;
  /** ‖h_t‖ */
  readonly stateNorm: number;
  /** ‖∂J/∂h_t‖ for the loss J of the last character; null where the tape was cut. */
  readonly gradientNorm: number | null;
}

const WORD = "Hello";
const HIDDEN = 8;
const TRUNCATION = 2;
const PRACTICE = 60;

const vocabulary = Vocabulary.of(WORD);
const ids = vocabulary.encode(WORD);

/** A recurrent cell and a layer that scores the next character: the smallest net that can read and write. */
export interface LessonNet {
  readonly cell: RNNCell;
  readonly output: Linear;
}

export function lessonNet(seed: number): LessonNet {
  manualSeed(seed);
  return { cell: new RNNCell(vocabulary.size, HIDDEN), output: new Linear(HIDDEN, vocabulary.size) };
}

/**
 * Reads "Hello" and sends the gradient of the last character's loss back through time.
 *
 * @param k2 how many steps it may travel; the state before them is a constant
 */
export function lessonSteps({ cell, output }: LessonNet, k2: number): LessonStep[] {
  const { states, scores } = read({ cell, output }, k2);
  const last = states.length - 1;
  crossEntropy(scores[last], ids.slice(-1)).backward();
  return states.map((state, t) => ({
    input: WORD[t],
    output: vocabulary.characters[largest(scores[t])],
    target: WORD[t + 1],
    stateNorm: norm(state),
    gradientNorm: state.grad === null ? null : norm(state.grad),
  }));
}

/** The lesson as text: the table before any training, and what the net has learnt after a little. */
export function lesson(): string {
  const net = lessonNet(1);
  const full = lessonSteps(net, WORD.length);
  const truncated = lessonSteps(net, TRUNCATION);
  const longest = Math.max(...full.map((step) => step.gradientNorm ?? 0));
  const rows = full.map((step, t) => [
    String(t + 1),
    step.input,
    step.stateNorm.toFixed(3),
    step.output,
    step.target,
    gradientCell(step.gradientNorm, longest),
    gradientCell(truncated[t].gradientNorm, longest),
  ]);
  const head = [
    "t",
    "input",
    "‖h_t‖",
    "output",
    "target",
    "‖∂J/∂h_t‖ full BPTT",
    `truncated, k2 = ${TRUNCATION}`,
  ];
  return [
    `"${WORD}", a character per time step, through a recurrent net of ${HIDDEN} hidden numbers:`,
    "",
    ...formatTable(head, rows).map((line) => `  ${line}`),
    "",
    wrap(
      `J is the loss of the last character. Read the gradients upwards: from t = ${rows.length} back to t = 1, step by step ` +
        "through the net's memory, shrinking on the way. That is backpropagation through time. Truncated to " +
        `k2 = ${TRUNCATION} steps the tape is cut: what was read before it cannot be learnt from, but a text of any length ` +
        "fits in memory.",
      0,
    ),
    "",
    `After ${PRACTICE} updates the net reads "${WORD.slice(0, -1)}" and says "${practise(net)}".`,
  ].join("\n");
}

/** Trains on the word with the loss of every step, then returns what the net answers to each character. */
function practise(net: LessonNet): string {
  const optimizer = new Adam([...net.cell.parameters(), ...net.output.parameters()], { lr: 0.05 });
  for (let i = 0; i < PRACTICE; i++) {
    optimizer.zeroGrad();
    const losses = read(net, WORD.length).scores.map((score, t) =>
      crossEntropy(score, ids.slice(t + 1, t + 2)),
    );
    losses.reduce((sum, loss) => sum.add(loss)).backward();
    optimizer.step();
  }
  const { scores } = noGrad(() => read(net, WORD.length));
  return vocabulary.decode(scores.map(largest));
}

function read({ cell, output }: LessonNet, k2: number): { states: Tensor[]; scores: Tensor[] } {
  const T = WORD.length - 1;
  const states: Tensor[] = [];
  const scores: Tensor[] = [];
  let h: Tensor = zeros([1, HIDDEN]);
  for (let t = 0; t < T; t++) {
    if (t === T - k2) h = h.detach();
    [, h] = cell.step(oneHot(ids.slice(t, t + 1), vocabulary.size), h);
    if (h.requiresGrad) h.retainGrad();
    states.push(h);
    scores.push(output.forward(h));
  }
  return { states, scores };
}

function gradientCell(gradientNorm: number | null, longest: number): string {
  if (gradientNorm === null) return "cut";
  return `${gradientNorm.toFixed(4)} ${"█".repeat(Math.max(1, Math.round((12 * gradientNorm) / longest)))}`;
}

function norm(t: Tensor): number {
  return Math.hypot(...t.data);
}

function largest(scores: Tensor): number {
  return scores.data.indexOf(Math.max(...scores.data));
}
