/** Our pages by keyboard, on small screens, and in seven languages. `every-page` covers assistive technology. */
import type { Page } from 'playwright-core';

import { enrollKey, personWithTotp, provenSuperAdmin, securityKey, type Administrator } from '../support';
import { givePassword, isIn, openLogin, setStage, type Stage } from './panel';
import { answerWithApp, box, signedInWithApp, visit } from './panel-steps';

let stage: Stage;
let admin: Administrator;

beforeAll(async () => {
  stage = await setStage();
  admin = await provenSuperAdmin(stage.host);
  await personWithTotp(stage.host, { firstname: 'Ann', lastname: 'App' });
});
afterAll(() => stage.close());

const PAGES = [
  ['My Security', '/me/security'],
  ['Policy', '/settings/mfa/policy'],
  ['People', '/settings/mfa/people'],
  ['MFA Activity', '/settings/mfa/activity'],
] as const;

const settled = async (page: Page): Promise<void> => {
  await page.waitForLoadState('networkidle');
};

describe('small screens', () => {
  it('no page is wider than a phone of 320 pixels [C31]', async () => {
    const page = await signedInWithApp(stage, admin.person, admin.app, {});
    for (const [heading, path] of PAGES) {
      await visit(page, stage.host, path, heading);
      await settled(page);
      await page.setViewportSize({ width: 320, height: 640 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect({ heading, wide: Math.max(0, wide) }).toEqual({ heading, wide: 0 });
      await page.setViewportSize({ width: 1280, height: 800 });
    }
    await page.context().close();
  });
});

describe('the keyboard', () => {
  it('adds an app, renames it and gives up a removal without a mouse [C31]', async () => {
    const page = await signedInWithApp(stage, admin.person, admin.app);
    await visit(page, stage.host, '/me/security', 'My Security');
    const apps = box(page, 'Authenticator App');
    await apps.getByRole('button', { name: /^Rename / }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await apps.getByText('By keyboard', { exact: true }).waitFor();
    await page.waitForFunction(
      () => document.activeElement?.closest('button')?.textContent?.includes('Rename') === true
    );
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('alertdialog', { name: 'Remove “By keyboard”?' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    await page.waitForFunction(
      () => document.activeElement?.closest('button')?.textContent?.includes('Remove') === true
    );
    expect(await apps.getByRole('listitem').count()).toBe(1);
    await page.context().close();
  });
});

describe('the password manager', () => {
  it('is told which passkeys are still accepted, on arrival and after a removal [C10] [C11]', async () => {
    const { person, app, session } = await personWithTotp(stage.host);
    // The AAGUID identifies well-known products, which get their own name.
    const aaguid = Uint8Array.from(Buffer.from('bada5566a7aa401fbd9645619a55120d', 'hex'));
    const key = securityKey({ origin: stage.host.origin, attachment: 'platform', counterStep: 0, aaguid });
    const { authenticator } = await enrollKey(stage.host, session, key, 'Vault');
    const page = await stage.open();
    await page.addInitScript(() => {
      const told: unknown[] = [];
      Object.assign(window, { told });
      Object.assign(window.PublicKeyCredential, {
        signalAllAcceptedCredentials: (options: unknown) => Promise.resolve(void told.push(options)),
        signalCurrentUserDetails: (options: unknown) => Promise.resolve(void told.push(options)),
      });
    });
    await openLogin(page, stage.host);
    await givePassword(page, person);
    await page.locator('#mfa-gate').getByRole('button', { name: 'Use another method' }).click();
    await page.locator('#mfa-gate').getByRole('button', { name: 'Use authenticator app instead' }).click();
    await answerWithApp(page, app);
    await isIn(page);
    await visit(page, stage.host, '/me/security', 'My Security');

    const row = box(page, 'Passkeys and Security Keys').getByRole('listitem').filter({ hasText: 'Vault' });
    await row.waitFor();
    expect(authenticator.provider).toBe('1Password');
    expect(await row.locator('[data-provider="1Password"]').count()).toBe(1);
    expect(await row.getByText(/1Password/).count()).toBeGreaterThan(0);

    const told = () => page.evaluate(() => (window as unknown as { told: Record<string, unknown>[] }).told);
    await page.waitForFunction(() => (window as unknown as { told: unknown[] }).told.length >= 2);
    const [accepted, user] = await told();
    expect(accepted).toMatchObject({ rpId: 'localhost', allAcceptedCredentialIds: [expect.any(String)] });
    expect(user).toMatchObject({ rpId: 'localhost', name: person.email });

    await row.getByRole('button', { name: 'Remove Vault' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await row.waitFor({ state: 'detached' });
    await page.waitForFunction(() => {
      const all = (window as unknown as { told: { allAcceptedCredentialIds?: string[] }[] }).told;
      return all.some(({ allAcceptedCredentialIds }) => allAcceptedCredentialIds?.length === 0);
    });
    await page.context().close();
  });
});

describe('the language of the panel', () => {
  it.each([
    ['de', 'Meine Sicherheit', 'Richtlinie', 'Personen', 'MFA-Aktivität'],
    ['fr', 'Ma sécurité', 'Politique', 'Personnes', 'Activité MFA'],
    ['es', 'Mi seguridad', 'Política', 'Personas', 'Actividad de MFA'],
    ['pt-BR', 'Minha segurança', 'Política', 'Pessoas', 'Atividade de MFA'],
    ['ja', 'マイセキュリティ', 'ポリシー', 'ユーザー', 'MFA アクティビティ'],
    ['zh-Hans', '我的安全', '策略', '人员', 'MFA 活动'],
  ])('%s is spoken on every page and in the menu [C32]', async (locale, ...headings) => {
    const page = await signedInWithApp(stage, admin.person, admin.app);
    await page.evaluate((code) => localStorage.setItem('strapi-admin-language', code), locale);
    for (const [index, [, path]] of PAGES.entries()) {
      await visit(page, stage.host, path, headings[index] ?? '');
      await settled(page);
      expect(await page.locator('main').innerText()).not.toMatch(
        /\bmfa\.(shared|pages|security|policy|people|activity|events)\./
      );
    }
    expect(await page.getByRole('link', { name: headings[1] ?? '' }).count()).toBeGreaterThan(0);
    await page.context().close();
  });
});
