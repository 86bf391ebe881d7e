// Pages of a real Chromium that notice everything a page must not do.

/// <reference lib="dom" />

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A page, and what it said or asked for. */
export interface Watched {
  readonly page: Page;
  /** Console messages and errors. */
  readonly said: string[];
  /** Requests that went beyond the page's own file. */
  readonly asked: string[];
}

/** How a page is opened. */
export interface Look {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  /** Beginning of the addresses that it may ask for. */
  readonly mayAsk?: string;
}

/** Chromium for the tests of a file; `open` gives a page. */
export function useChromium(): { open: (look?: Look) => Promise<Watched> } {
  let browser: Browser;
  beforeAll(async () => {
    const { CHROMIUM = PLACES.find((place) => existsSync(place)) } = process.env;
    expect(CHROMIUM, 'no Chromium: apt-get install chromium, or set CHROMIUM').toBeDefined();
    // As root, which containers run as, Chromium starts without its sandbox only.
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
  });
  return {
    open: async ({ width = 1200, scheme = 'light', mayAsk = 'file:' } = {}) => {
      const page = await browser.newPage({
        viewport: { width, height: 900 },
        colorScheme: scheme,
      });
      const said: string[] = [];
      const asked: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      page.on('pageerror', (error) => said.push(error.message));
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(mayAsk) && !url.startsWith('data:')) asked.push(url);
      });
      return { page, said, asked };
    },
  };
}

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe complains of on the page as it is. */
export async function axeComplaints(page: Page): Promise<string[]> {
  // Over the debugging protocol, which the page's own policy does not bind.
  await page.evaluate(readFileSync(axe, 'utf8'));
  return page.evaluate(async () => {
    const { axe: tool } = globalThis as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await tool.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  });
}

/** Names of elements whose text is cut off, or that stick out of the page sideways. */
export async function clipped(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const out: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>('main *, header *')) {
      if (element.closest('.scroll, svg, .skip, select') !== null) continue;
      const box = element.getBoundingClientRect();
      if (box.right > width + 1) out.push(`${element.tagName} sticks out: ${box.right}`);
      const style = getComputedStyle(element);
      if (style.overflowX === 'hidden' && element.scrollWidth > element.clientWidth + 1) {
        out.push(`${element.tagName} is cut off`);
      }
    }
    if (document.documentElement.scrollWidth > width) out.push('the page scrolls sideways');
    return out;
  });
}
