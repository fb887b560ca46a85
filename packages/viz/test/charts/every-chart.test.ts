// What holds for every picture of plain results: it names itself in errors and refuses what has no place.
import { ArgumentError } from "@rewind/autograd";
import { describe, expect, test } from "vitest";
import {
  alignmentPlot,
  connectivity,
  gates,
  gradientFlowPlot,
  gradientHeatmap,
  linePlot,
  lossCurve,
  memoryTimeline,
  type Picture,
  type PictureOptions,
} from "../../src/index.ts";
import { assertPicture } from "../support/parse.ts";

type Draw = (value: number, options?: PictureOptions) => Picture;

const charts: [name: string, draw: Draw, empty: () => unknown][] = [
  ["linePlot", (value, options) => linePlot({ a: [1, value] }, options), () => linePlot({ a: [] })],
  ["lossCurve", (value, options) => lossCurve([1, value], options), () => lossCurve([])],
  [
    "gradientFlowPlot",
    (value, options) => gradientFlowPlot({ RNN: [1, value] }, options),
    () => gradientFlowPlot({ RNN: [] }),
  ],
  [
    "gradientHeatmap",
    (value, options) => gradientHeatmap({ "layer 0": { h: [1, value] } }, options),
    () => gradientHeatmap({ "layer 0": {} }),
  ],
  ["gates", (value, options) => gates({ i: [[1, value]] }, options), () => gates({ i: [] })],
  ["connectivity", (value, options) => connectivity([[1, value]], options), () => connectivity([])],
  ["alignmentPlot", (value, options) => alignmentPlot([[1, value]], options), () => alignmentPlot([[]])],
];

describe.each(charts)("%s", (name, draw, empty) => {
  const refused = expect.objectContaining({ message: expect.stringMatching(new RegExp(`^${name}: `)) });

  test("is a picture with a title and a size of one's own", () => {
    const root = assertPicture(draw(2, { title: `<"A" & 'B'>`, width: 400, height: 300 }));
    expect(root.getAttribute("width")).toBe("400");
    assertPicture(draw(2));
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("refuses %s", (value) => {
    expect(() => draw(value)).toThrow(refused);
    expect(() => draw(value)).toThrow(ArgumentError);
  });

  test("refuses nothing at all", () => {
    expect(empty).toThrow(refused);
    expect(empty).toThrow(ArgumentError);
  });

  test("refuses options it does not know, and sizes that are none", () => {
    expect(() => draw(1, { colour: "red" } as PictureOptions)).toThrow(refused);
    expect(() => draw(1, { width: 10 })).toThrow(refused);
    expect(() => draw(1, { height: Number.NaN })).toThrow(refused);
    expect(() => draw(1, { title: 7 as never })).toThrow(refused);
  });
});

test("negative norms are refused", () => {
  expect(() => gradientFlowPlot({ RNN: [1, -1] })).toThrow(/^gradientFlowPlot: RNN\[1\] is -1/);
  expect(() => gradientHeatmap({ l: { h: [-1] } })).toThrow(/^gradientHeatmap: l\.h\[0\] is -1/);
  expect(() => connectivity([[1], [-2]])).toThrow(/^connectivity: influence\[1\]\[0\] is -2/);
});

test("what is not numbers, and series by no name, are refused", () => {
  expect(() => linePlot([1, 2] as never)).toThrow(/^linePlot: expected an object of series/);
  expect(() => lossCurve(null as never)).toThrow(ArgumentError);
  expect(() => linePlot({ a: "12" as never })).toThrow(/^linePlot: a must be numbers/);
  expect(() => gates({ i: [[1], [1, 2]] })).toThrow(/^gates: i\[1\] has 2 numbers/);
  expect(() => gates({ i: [[1]], f: [[1, 2]] })).toThrow(/gates must be of one shape/);
  expect(() => alignmentPlot([[1, 2]], { source: "abc" })).toThrow(
    /^alignmentPlot: source must be 2 labels, got 3/,
  );
  expect(() => memoryTimeline({ full: [] })).toThrow(/^memoryTimeline: full must be a list of tapes/);
  expect(() => memoryTimeline({})).toThrow(/^memoryTimeline: there are no passes/);
});
