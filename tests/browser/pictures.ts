/** Takes a screen in every size and color scheme without opening it again for each one. */
import type { Page } from 'playwright-core';

import type { CaughtMail } from '../support';
import { keep } from './panel';

const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** Light and dark, desktop and phone. Restores the page afterwards. */
export const everyLook = async (page: Page, name: string): Promise<void> => {
  const before = page.viewportSize();
  for (const [suffix, size, colorScheme] of [
    ['', WIDE, 'light'],
    ['-dark', WIDE, 'dark'],
    ['-phone', PHONE, 'light'],
    ['-phone-dark', PHONE, 'dark'],
  ] as const) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    // The panel re-renders after either change.
    await page.waitForTimeout(250);
    await keep(page, `${name}${suffix}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  if (before) await page.setViewportSize(before);
};

const escape = (text: string): string => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** An email as a mail client shows it: subject and addresses at the top, the body in an iframe. */
export const mailAsRead = async (page: Page, { from, to, subject, html }: CaughtMail): Promise<void> => {
  await page.setContent(`<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><style>
    :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
    body { margin: 0; }
    header { border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: 16px 24px; }
    h1 { font-size: 20px; margin: 0 0 8px; } p { margin: 0; opacity: .8; }
    iframe { border: 0; color-scheme: light dark; display: block; height: 600px; width: 100%; }
  </style></head><body>
    <header><h1>${escape(subject)}</h1><p>${escape(from)} → ${escape(to.join(', '))}</p></header>
    <iframe srcdoc="${escape(html)}"></iframe></body></html>`);
};
