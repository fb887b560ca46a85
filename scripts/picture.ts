// node scripts/run-ts.mjs scripts/picture.ts: draws docs/public/gradient-flow.svg, how far the gradient of three cells travels.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { manualSeed, randn } from "@rewind/autograd";
import {
  GRUCell,
  LSTMCell,
  RNNCell,
  gradientFlow,
  unroll,
  type Cell,
  type StateNames,
  type StateTree,
} from "@rewind/rnn";

const STEPS = 60;
const HIDDEN = 32;
const area = { left: 76, right: 600, top: 64, bottom: 330 };
const decades = [0, -3, -6, -9, -12, -15];

interface Curve {
  readonly label: string;
  readonly color: string;
  readonly norms: Float64Array;
  /** Where its name stands: beside the point at step t. */
  readonly place: {
    readonly t: number;
    readonly dx: number;
    readonly dy: number;
    readonly anchor: "start" | "end";
  };
}

/** ‖∂J/∂h_t‖ for a loss on the last output alone, relative to that at the last step. */
function flow<S extends StateTree>(cell: Cell<S>, key: StateNames<S>): Float64Array {
  manualSeed(4);
  const { outputs, states } = unroll(cell, randn([STEPS, 4, 3]), { keepStates: true });
  const norms = gradientFlow(
    outputs
      .select(0, STEPS - 1)
      .square()
      .sum(),
    states as S[],
  ).norms[key];
  return norms.map((norm) => norm / norms[STEPS - 1]);
}

const x = (t: number): number => area.left + (t / (STEPS - 1)) * (area.right - area.left);
const y = (exponent: number): number =>
  area.top + (exponent / decades[decades.length - 1]) * (area.bottom - area.top);

function line({ norms, color, label, place }: Curve): string {
  const height = (t: number): number => y(Math.max(-15, Math.log10(norms[t])));
  const points = Array.from(norms, (_, t) => `${x(t).toFixed(1)},${height(t).toFixed(1)}`);
  const { t, dx, dy, anchor } = place;
  return (
    `<polyline points="${points.join(" ")}" fill="none" stroke="${color}" stroke-width="2.5" stroke-linejoin="round"/>` +
    `<text x="${(x(t) + dx).toFixed(1)}" y="${(height(t) + dy).toFixed(1)}" text-anchor="${anchor}" style="fill:${color};font-weight:600">${label}</text>`
  );
}

function draw(curves: readonly Curve[]): string {
  const superscript = (exponent: number): string =>
    exponent === 0 ? "1" : `10<tspan dy="-5" font-size="9">−${-exponent}</tspan>`;
  const grid = decades.map(
    (exponent) =>
      `<line class="grid" x1="${area.left}" x2="${area.right}" y1="${y(exponent)}" y2="${y(exponent)}"/>` +
      `<text x="${area.left - 10}" y="${y(exponent) + 4}" text-anchor="end">${superscript(exponent)}</text>`,
  );
  const ticks = [1, 20, 40, STEPS].map(
    (t) => `<text x="${x(t - 1)}" y="${area.bottom + 22}" text-anchor="middle">${t}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 384" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="Gradient norm at each of ${STEPS} time steps for a simple RNN, a GRU and an LSTM">
<style>text{fill:#444}.title{fill:#111;font-size:16px;font-weight:600}.grid{stroke:#ddd}.card{fill:#fff;stroke:#ddd}@media(prefers-color-scheme:dark){text{fill:#aaa}.title{fill:#eee}.grid{stroke:#333}.card{fill:#161618;stroke:#333}}</style>
<rect class="card" x="0.5" y="0.5" width="639" height="383" rx="10"/>
<text class="title" x="24" y="34">How much of the last step’s loss reaches step t</text>
${[...grid, ...ticks, ...curves.map(line)].join("\n")}
<text x="${(area.left + area.right) / 2}" y="${area.bottom + 42}" text-anchor="middle">time step t; the gradient travels from right to left</text>
</svg>
`;
}

manualSeed(9);
const picture = draw([
  {
    label: "LSTM, forget gate open",
    color: "#2f9e44",
    norms: flow(new LSTMCell(3, HIDDEN, { forgetBias: 2 }), "c"),
    place: { t: 0, dx: 8, dy: 20, anchor: "start" },
  },
  {
    label: "GRU",
    color: "#3a7bd5",
    norms: flow(new GRUCell(3, HIDDEN), "state"),
    place: { t: 24, dx: -8, dy: -8, anchor: "end" },
  },
  {
    label: "simple RNN",
    color: "#d9480f",
    norms: flow(new RNNCell(3, HIDDEN), "state"),
    place: { t: 24, dx: 8, dy: 20, anchor: "start" },
  },
]);
writeFileSync(fileURLToPath(new URL("../docs/public/gradient-flow.svg", import.meta.url)), picture);
