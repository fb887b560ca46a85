import type { BinaryKernel } from "../kernel.ts";

// Four loops written out, not one loop over a function: V8 would not inline a callee that changes.

export const add: BinaryKernel = (a, ao, as, b, bo, bs, out, o, n) => {
  for (let i = 0; i < n; i++) out[o + i] = a[ao + i * as] + b[bo + i * bs];
};

export const sub: BinaryKernel = (a, ao, as, b, bo, bs, out, o, n) => {
  for (let i = 0; i < n; i++) out[o + i] = a[ao + i * as] - b[bo + i * bs];
};

export const mul: BinaryKernel = (a, ao, as, b, bo, bs, out, o, n) => {
  for (let i = 0; i < n; i++) out[o + i] = a[ao + i * as] * b[bo + i * bs];
};

export const div: BinaryKernel = (a, ao, as, b, bo, bs, out, o, n) => {
  for (let i = 0; i < n; i++) out[o + i] = a[ao + i * as] / b[bo + i * bs];
};
