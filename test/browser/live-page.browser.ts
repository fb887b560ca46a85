import type { Server } from "node:http";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { chromiumPath } from "../../scripts/chromium.mjs";
import { serve } from "./serve.ts";

const site = fileURLToPath(new URL("../../docs/.vitepress/dist", import.meta.url));

let browser: Browser;
let server: Server;
let address: string;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  ({ server, address } = await serve(site));
  browser = await chromium.launch({ executablePath: chromiumPath() ?? undefined, args: ["--no-sandbox"] });
});

afterAll(async () => {
  await browser.close();
  server.close();
});

beforeEach(() => open({ width: 1280, height: 900 }));

afterEach(async () => {
  await page.close();
  if (complaints.length > 0) throw new Error(`the page complained: ${complaints.join("; ")}`);
});

/** Opens the live page; whatever it complains of, or asks another server for, fails the test. */
async function open(viewport: { width: number; height: number }): Promise<void> {
  complaints = [];
  page = await browser.newPage({ viewport });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(address)) complaints.push(`asked for ${request.url()}`);
  });
  await page.goto(`${address}/live.html`);
  await page.getByRole("button", { name: "Start", disabled: false }).waitFor();
}

const figure = async (name: string): Promise<string> => page.locator(`[data-figure=${name}]`).innerText();
const updates = async (): Promise<number> => Number((await figure("updates")).replaceAll(",", ""));
const status = (): Promise<string> => page.getByRole("status").innerText();

async function untilUpdates(count: number): Promise<void> {
  await expect.poll(updates, { timeout: 40_000 }).toBeGreaterThanOrEqual(count);
}

describe("the live page in Chromium", () => {
  test("trains: the loss falls, and what it writes and the gradient are drawn", async () => {
    await page.getByRole("button", { name: "Start" }).click();
    await untilUpdates(1);
    const first = Number(await figure("loss"));
    await untilUpdates(300);
    expect(Number(await figure("loss"))).toBeLessThan(0.8 * first);
    expect((await figure("sample")).length).toBeGreaterThan(100);
    expect(await page.locator(".live .bar").count()).toBe(24);
    expect(await page.locator(".live .curve").getAttribute("d")).toMatch(/^M[\d.]+ [\d.]+L/);
  });

  test("pauses, goes on and resets", async () => {
    await page.getByRole("button", { name: "Start" }).click();
    await untilUpdates(5);
    await page.getByRole("button", { name: "Pause" }).click();
    expect(await status()).toBe("Paused.");
    await page.waitForTimeout(400);
    const paused = await updates();
    await page.waitForTimeout(400);
    expect(await updates()).toBe(paused);
    await page.getByRole("button", { name: "Go on" }).click();
    await untilUpdates(paused + 1);
    await page.getByRole("button", { name: "Reset" }).click();
    expect(await updates()).toBe(0);
    expect(await figure("sample")).toBe("…");
    await page.getByRole("button", { name: "Start" }).waitFor();
  });

  test.each(["RNN", "LSTM"])("takes the reader's text and settings: %s", async (cell) => {
    await page.getByLabel("Text to learn").fill("abcabcabcabcabcabc ");
    await page.getByRole("combobox", { name: "Cell" }).selectOption(cell);
    await page.getByLabel("Hidden size").fill("16");
    await page.getByLabel("k1").fill("4");
    await page.getByLabel("k2").fill("6");
    await page.getByLabel("Learning rate").fill("0.03");
    await page.getByRole("button", { name: "Start" }).click();
    await expect.poll(async () => Number(await figure("loss")), { timeout: 40_000 }).toBeLessThan(0.4);
    await expect.poll(() => figure("sample"), { timeout: 40_000 }).toMatch(/^abcabcabc/);
    expect(await page.locator(".live .bar").count()).toBe(6);
  });

  test("the learning rate takes effect at once; another cell asks for a reset", async () => {
    await page.getByRole("button", { name: "Start" }).click();
    await untilUpdates(5);
    await page.getByLabel("Clipping norm").fill("1000");
    await page.getByLabel("Learning rate").fill("1");
    const before = await updates();
    await untilUpdates(before + 60);
    expect(Number(await figure("loss"))).toBeGreaterThan(2);
    await page.getByRole("combobox", { name: "Cell" }).selectOption("LSTM");
    expect(await status()).toContain("reset");
  });

  test("an experiment sets everything and starts: three cells at one update, the LSTM's c beside its h", async () => {
    await page.getByRole("button", { name: "Try it: A task that needs memory" }).click();
    await untilUpdates(30);
    await page.getByRole("button", { name: "Pause" }).click();
    expect(await page.getByRole("combobox", { name: "Task" }).inputValue()).toBe("recall");
    expect(await page.getByRole("combobox", { name: "Cell" }).inputValue()).toBe("all");
    expect(await page.locator(".live [data-net]").count()).toBe(3);
    expect(await page.locator(".live .curve").count()).toBe(3);
    expect(await page.locator(".live .line-of-c").count()).toBe(1);
    expect(await page.locator("[data-net=lstm] [data-figure=left]").innerText()).toMatch(/^\S+, c \S+$/);
    expect(await page.locator("[data-net=gru] [data-figure=recalled]").innerText()).toMatch(/^\d+ %$/);
    for (const written of await page.locator("[data-figure=sample]").allInnerTexts())
      expect(written).toMatch(/^[a-h]·+\? [a-h·?] [✓✗]\n/);
  });

  test("plain gradient descent and the forget bias can be chosen", async () => {
    await page.getByRole("combobox", { name: "Cell" }).selectOption("LSTM");
    await page.getByLabel("Forget bias").fill("3");
    await page.getByLabel("Optimizer").selectOption("SGD");
    await page.getByLabel("Learning rate").fill("0.5");
    await page.getByRole("button", { name: "Start" }).click();
    await untilUpdates(20);
    await page.getByLabel("Forget bias").fill("2");
    expect(await status()).toContain("reset");
  });

  test("says what is wrong with a setting, and does not start", async () => {
    await page.getByLabel("k2").fill("0");
    expect(await status()).toBe("k2 must be a whole number from 1 to 128.");
    expect(await page.getByRole("button", { name: "Start" }).isDisabled()).toBe(true);
    await page.getByLabel("k2").fill("8");
    await page.getByLabel("Text to learn").fill("a");
    expect(await status()).toContain("at least two characters");
  });

  test("works with the keyboard alone", async () => {
    await page.getByLabel("Text to learn").focus();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("hello hello ");
    for (let i = 0; i < 7; i++) await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe("Start");
    await page.keyboard.press("Enter");
    await untilUpdates(3);
    await page.keyboard.press("Space");
    expect(await status()).toBe("Paused.");
  });

  test("fits a phone: nothing is wider than the screen", async () => {
    await page.close();
    await open({ width: 360, height: 740 });
    await page.getByRole("combobox", { name: "Cell" }).selectOption("all three");
    await page.getByRole("button", { name: "Start" }).click();
    await untilUpdates(3);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
