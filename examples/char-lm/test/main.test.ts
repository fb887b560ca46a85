import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadCheckpoint } from "../src/checkpoint.ts";
import { Program } from "./support/program.ts";
import { rhyme } from "./support/tiny.ts";

const program = new Program();
const folder = mkdtempSync(join(tmpdir(), "rewind-char-lm-"));
const at = (name: string): string => join(folder, name);
const text = at("rhyme.txt");
const small = ["--hidden", "8", "--embedding", "4", "--batch", "4", "--k1", "6", "--sample", "20"];

beforeAll(async () => {
  writeFileSync(text, rhyme);
  writeFileSync(at("other.txt"), rhyme.replaceAll("green", "brown"));
  writeFileSync(at("empty.txt"), "");
  writeFileSync(at("binary.txt"), Uint8Array.of(1, 0, 2));
  writeFileSync(at("corrupt.safetensors"), "no checkpoint");
  mkdirSync(at("folder"));
  await program.bundle();
  const trained = ["--steps", "9", "--checkpoint", at("trained.safetensors")];
  await program.run(["train", text, ...small, ...trained]);
});
afterAll(() => {
  program.remove();
  rmSync(folder, { recursive: true });
});

describe("refuses with one line and an exit code", () => {
  const trained = at("trained.safetensors");
  test.each([
    [["train", at("none.txt")], "no such file"],
    [["train", at("empty.txt")], "is empty"],
    [["train", at("binary.txt")], "is not a text"],
    [["train", text, "--hidden", "0"], "--hidden takes a whole number from 1 to 4096, got \"0\""],
    [["train", text, "--lr=fast"], "--lr takes a number above 0"],
    [["--cell", "transformer"], "--cell takes one of rnn, lstm, gru"],
    [["train", text, "--hiden", "64"], "unknown option --hiden; did you mean --hidden?"],
    [["--hiden"], "unknown option --hiden"],
    [["train", text, "--steps", "5", "--epochs", "5"], "give one of them"],
    [["train", text, "--batch", "4000"], "too few for --batch 4000"],
    [["train", text, "--checkpoint", join(text, "model")], "cannot write"],
    [["train", text, "--log", at("folder"), ...small, "--checkpoint", at("refused.safetensors")], "cannot write"],
    [["train", text, "--resume", "--checkpoint", at("none.safetensors")], "no such file"],
    [["train", text, "--resume", "--checkpoint", at("corrupt.safetensors")], "damaged"],
    [["train", at("other.txt"), "--resume", "--checkpoint", trained], "another text"],
    [["train", text, "--resume", "--checkpoint", trained, "--hidden", "9"], "was trained with --hidden 8, not 9"],
    [["sample", "--checkpoint", at("corrupt.safetensors")], "damaged"],
    [["sample", text], "takes no files"],
    [["inspect", at("empty.txt"), "--checkpoint", trained], "is empty"],
    [["inspect", text, "--checkpoint", trained, "--length", "2000"], "too few for --length 2000"],
    [["train", text, ...small, "--checkpoint", at("folder")], "it is a folder"],
    [["fly"], "fly is no command; to train"],
    [["smaple"], "smaple is no command; did you mean sample?"],
    [["inspect", text, "--checkpoint", at("none.safetensors")], "no such file"],
    [["sample", "--checkpoint", "/dev/zero"], "a device or a pipe"],
    [["train", text, ...small, "--checkpoint", "/dev/null"], "a device or a pipe"],
    [["train", text, ...small, "--checkpoint", at("none.safetensors"), "--log", "/dev/null"], "a device or a pipe"],
    [["train", text, "--temperature", "-1"], "--temperature takes a number from 0"],
    [["--hidden", "9", "train", text], "the command comes first: npm start -- train"],
  ])("%j", async (args, message) => {
    const { code, stderr } = await program.run(args);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr).toContain(message);
    expect(code).toBe(1);
  }); // prettier-ignore
});

/** The rows of a loss curve. */
function curve(name: string): string[] {
  return readFileSync(at(name), "utf8").trimEnd().split("\n");
}

test("by default: the lesson, then training, what it reached beside unigram and bigram, and a sample", async () => {
  const args = [...small, "--steps", "3", "--checkpoint", at("default.safetensors")];
  const { code, stdout, stderr } = await program.run(args);
  expect(code).toBe(0);
  for (const part of [
    '"Hello"',
    "‖∂J/∂h_t‖ full BPTT",
    "Moby Dick",
    "this GRU after 3 updates",
    "The model writes",
  ])
    expect(stdout).toContain(part);
  expect(stdout).toMatch(/^unigram .* 4\.4\d\d$/m);
  expect(stdout).toMatch(/^bigram .* 3\.4\d\d$/m);
  for (const part of ["3/3", "bits/char", "chars/s", "‖grad‖", "left"]) expect(stderr).toContain(part);
});

test("--help teaches, for the program and for each command", async () => {
  const helps = [[], ["train"], ["sample"], ["inspect"]].map((args) => program.run([...args, "--help"]));
  for (const { code, stdout } of await Promise.all(helps)) {
    expect(code).toBe(0);
    expect(stdout).toContain("npm start --");
    expect(stdout).toMatch(/EXAMPLE/);
  }
});

test("sample writes from the prompt on, the same for the same seed; inspect shows all cells", async () => {
  const write = ["sample", "--checkpoint", at("trained.safetensors"), "--prompt", "10 gr", "--length", "40"];
  const [one, again, other, seen] = await Promise.all([
    program.run(write),
    program.run(write),
    program.run([...write, "--seed", "2"]),
    program.run([
      "inspect",
      text,
      "--checkpoint",
      at("trained.safetensors"),
      "--length",
      "8",
      "--steps",
      "2",
    ]),
  ]);
  expect(one.stdout).toMatch(/^10 gr/);
  expect(one.stdout).toHaveLength(46);
  expect(again.stdout).toBe(one.stdout);
  expect(other.stdout).not.toBe(one.stdout);
  expect(seen.code).toBe(0);
  for (const part of ["RNN ‖∂J/∂h‖", "LSTM ‖∂J/∂c‖", "GRU ‖∂J/∂h‖"]) expect(seen.stdout).toContain(part);
});

test("all that is told fits in 80 columns", async () => {
  const runs = [
    ...[[], ["train"], ["sample"], ["inspect"], ["lesson"]].map((command) => [...command, "--help"]),
    ["lesson"],
    ["inspect", text, "--checkpoint", at("trained.safetensors"), "--length", "8", "--steps", "2"],
    ["train", text, ...small, "--sample", "0", "--steps", "200", "--checkpoint", at("wide.safetensors")],
  ];
  for (const { code, stdout, stderr } of await Promise.all(runs.map((args) => program.run(args)))) {
    expect(code).toBe(0);
    const lines = `${stdout}\n${stderr}`.split("\n").filter((line) => !line.includes(at("")));
    expect(lines.filter((line) => Array.from(line).length > 80)).toEqual([]);
  }
}, 60_000);

test("at temperature 0 the likeliest character is written, whatever the seed", async () => {
  const write = ["sample", "--checkpoint", at("trained.safetensors"), "--length", "30", "--temperature", "0"];
  const [one, other] = await Promise.all([program.run(write), program.run([...write, "--seed", "9"])]);
  expect(one.code).toBe(0);
  expect(one.stdout).toHaveLength(35);
  expect(other.stdout).toBe(one.stdout);
});

test.each(["1e9", "30"])("a run that diverges at --lr %s says so, and costs no checkpoint", async (lr) => {
  const checkpoint = at("diverged.safetensors");
  writeFileSync(checkpoint, readFileSync(at("trained.safetensors")));
  const args = [
    "train",
    text,
    ...small,
    "--lr",
    lr,
    "--steps",
    "60",
    "--every",
    "1",
    "--checkpoint",
    checkpoint,
  ];
  const { code, stdout, stderr } = await program.run(args);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /char-lm: .* bits per character .*: the training diverged; try a lower --lr .* was saved/,
  );
  expect(stdout).not.toContain("The model writes");
  expect(loadCheckpoint(checkpoint)).toEqual(loadCheckpoint(at("trained.safetensors")));
});

test("a checkpoint that is a link stays one, and what it leads to is replaced", async () => {
  symlinkSync(at("target.safetensors"), at("link.safetensors"));
  writeFileSync(at("target.safetensors"), "old");
  const { code } = await program.run([
    "train",
    text,
    ...small,
    "--steps",
    "3",
    "--checkpoint",
    at("link.safetensors"),
  ]);
  expect(code).toBe(0);
  expect(lstatSync(at("link.safetensors")).isSymbolicLink()).toBe(true);
  expect(loadCheckpoint(at("target.safetensors")).progress.step).toBe(3);
});

test("a reader that goes away does not cost the run", async () => {
  const checkpoint = at("unread.safetensors");
  const args = ["train", text, ...small, "--steps", "200", "--checkpoint", checkpoint];
  const { code } = await program.run(args, (child) => {
    child.stdout.destroy();
    child.stderr.destroy();
  });
  expect(code).toBe(0);
  expect(loadCheckpoint(checkpoint).progress.step).toBe(200);
});

describe("a run that is stopped", () => {
  const run = ["train", text, ...small, "--dropout", "0.2", "--steps", "600"];
  const checkpoint = at("stopped.safetensors");
  const resume = [
    "train",
    text,
    "--resume",
    "--checkpoint",
    checkpoint,
    "--log",
    at("stopped.csv"),
    "--sample",
    "20",
  ];
  let whole: Promise<string>;

  beforeAll(() => {
    whole = program
      .run([...run, "--checkpoint", at("whole.safetensors"), "--log", at("whole.csv")])
      .then(({ stdout }) => stdout);
  });

  /** Calls back when the log has grown to some updates. */
  function after(updates: number, act: () => void): void {
    const timer = setInterval(() => {
      if (!existsSync(at("stopped.csv")) || curve("stopped.csv").length <= updates) return;
      clearInterval(timer);
      act();
    }, 2);
  }

  test.each([["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const)("by %s saves, says how to go on, and goes on as if never stopped", async (signal, exitCode) => {
    rmSync(at("stopped.csv"), { force: true });
    const stopped = await program.run([...run, "--checkpoint", checkpoint, "--log", at("stopped.csv")], (child) =>
      after(20, () => child.kill(signal)),
    );
    expect(stopped.code).toBe(exitCode);
    expect(stopped.stdout).toContain("Go on with: npm start -- train");
    const { step } = loadCheckpoint(checkpoint).progress;
    expect(step).toBeGreaterThanOrEqual(20);
    expect(step).toBeLessThan(600);
    expect(curve("stopped.csv")).toHaveLength(1 + step);

    const resumed = await program.run(resume);
    const uninterrupted = await whole;
    expect(curve("stopped.csv")).toEqual(curve("whole.csv"));
    const result = /held-out text[^]*The model is in/;
    expect(result.exec(resumed.stdout)![0]).toBe(result.exec(uninterrupted)![0]);
    expect(loadCheckpoint(checkpoint)).toEqual(loadCheckpoint(at("whole.safetensors")));
  }); // prettier-ignore

  test("by SIGKILL at any moment leaves a checkpoint to go on from", async () => {
    const killed = [...run, "--every", "1", "--checkpoint", checkpoint, "--log", at("stopped.csv")];
    rmSync(checkpoint, { force: true });
    rmSync(at("stopped.csv"), { force: true });
    await program.run(killed, (child) => after(2, () => child.kill("SIGKILL")));
    for (let round = 0; round < 8; round++) {
      const before = loadCheckpoint(checkpoint).progress.step;
      // A step is logged before it is saved: seeing the second one logged, the first is safe.
      const grown = before + 2 + Math.floor(Math.random() * 30);
      const delay = Math.random() * 5;
      await program.run([...resume, "--every", "1"], (child) =>
        after(grown, () => setTimeout(() => child.kill("SIGKILL"), delay)),
      );
      expect(loadCheckpoint(checkpoint).progress.step).toBeGreaterThan(before);
    }
    await program.run(resume);
    await whole;
    expect(curve("stopped.csv")).toEqual(curve("whole.csv"));
    expect(loadCheckpoint(checkpoint)).toEqual(loadCheckpoint(at("whole.safetensors")));
  }, 60_000);
});
