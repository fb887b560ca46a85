import { matmul, noGrad, softmax, tensor, type Tensor } from "@rewind/autograd";
import { expect, test } from "vitest";
import { lesson, lessonNet, lessonSteps } from "../src/lesson.ts";

const net = lessonNet(7);

/** ‖∂J/∂h_t‖ by the chain rule written out: δ_T = Wᵒᵘᵗᵀ(p − y), δ_t = W_hhᵀ((1 − h²_{t+1}) ⊙ δ_{t+1}). */
function byHand(): { states: number[]; gradients: number[] } {
  const { cell, output } = net;
  const ids = [0, 1, 2, 2]; // H e l l of H e l o
  const H = 8;
  const wIh = cell.weight_ih.toArray() as number[][];
  const wHh = cell.weight_hh.toArray() as number[][];
  const bias = [0, 1].map((i) => Array.from([cell.bias_ih, cell.bias_hh][i]!.data));
  const states: number[][] = [new Array<number>(H).fill(0)];
  for (const id of ids) {
    const before = states.at(-1)!;
    states.push(
      wHh.map((row, i) =>
        Math.tanh(row.reduce((sum, w, j) => sum + w * before[j], wIh[i][id] + bias[0][i] + bias[1][i])),
      ),
    );
  }
  const last = tensor([states[4]]);
  const p: Tensor = noGrad(() => softmax(output.forward(last), { axis: 1 }));
  p.data[3] -= 1;
  let delta = Array.from(noGrad(() => matmul(p, output.weight)).data);
  const gradients = [Math.hypot(...delta)];
  for (let t = 3; t >= 1; t--) {
    const h = states[t + 1];
    const inner = delta.map((d, i) => (1 - h[i] ** 2) * d);
    delta = delta.map((_, j) => inner.reduce((sum, d, i) => sum + d * wHh[i][j], 0));
    gradients.unshift(Math.hypot(...delta));
  }
  return { states: states.slice(1).map((h) => Math.hypot(...h)), gradients };
}

test("the norms of states and gradients are those of the chain rule by hand", () => {
  const { states, gradients } = byHand();
  lessonSteps(net, 5).forEach((step, t) => {
    expect(step.stateNorm).toBeCloseTo(states[t], 5);
    expect(step.gradientNorm).toBeCloseTo(gradients[t], 5);
  });
});

test("truncation cuts what lies before it and changes nothing after it", () => {
  const full = lessonSteps(net, 5);
  const truncated = lessonSteps(net, 2);
  expect(truncated.map((step) => step.gradientNorm)).toEqual([
    null,
    null,
    full[2].gradientNorm,
    full[3].gradientNorm,
  ]);
});

test("the table shows Hello, step by step, and what the net learns", () => {
  const steps = lessonSteps(net, 5);
  expect(steps.map((step) => step.input).join("")).toBe("Hell");
  expect(steps.map((step) => step.target).join("")).toBe("ello");
  expect(lesson()).toContain('says "ello"');
});
