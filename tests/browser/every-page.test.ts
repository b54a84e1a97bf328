/**
 * Every page, dialog and state of the plugin in the panel, shown in the pseudo language. Checks accessibility in light
 * and dark mode, and that nothing is untranslated or cut off, on desktop and on a phone.
 */
import type { Locator, Page } from 'playwright-core';

import {
  askToSignIn,
  AUTHOR,
  createPerson,
  forcePolicy,
  MINUTE,
  personWithKey,
  personWithTotp,
  plugInKey,
  provenSuperAdmin,
  SUPER,
  totpCode,
  verify,
  wrongTotpCode,
  type Administrator,
  type EnrolledApp,
  type Person,
} from '../support';
import { numberOf } from '../server/factors/delivered-steps';
import { look } from './inspect';
import { gate, givePassword, isIn, openLogin, setStage, type Stage } from './panel';
import { answerWithApp, visit } from './panel-steps';
import { say, speakPseudo } from './pseudo';

const DIALOG = '[role=dialog], [role=alertdialog]';

/** Text that is never translated: names, addresses, codes, browser names, and dates and times. */
const DATA = [
  /[\w.+•-]+@[\w.•-]+/,
  /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/,
  /([A-Z2-7]{4} ?){8}/,
  /\b(Ada|Ann|Kai|Nora|Vic) (Admin|App|Key|None|Many)\b/,
  /\b(Super Admin|Editor|Author|Phone|YubiKey blue)\b/,
  /\bChrome( \d+)? (on|\/|·) \w+|Mozilla\/5\.0 .*/,
  /\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w* \d{1,2}(, \d{4})?(,? (at )?\d{1,2}:\d{2}(:\d{2})? [AP]M( UTC)?)?/,
  /\b\d+ (second|minute|hour|day|week|month)s? ago|\b(now|yesterday|last (week|month)|this minute)\b/,
  /\bSearch\b/,
  /\bnpx strapi-mfa [\w @.]+/,
  /\b[a-z]+([._][a-z]+)+\b|"\w+"|\b(true|false|null)\b/,
];

/** Strapi's own component on our pages: the search field. */
const THEIRS = 'form[role=search]';

let stage: Stage;
let admin: Administrator;
let vic: { person: Person; app: EnrolledApp };
let found: string[];

beforeAll(async () => {
  stage = await setStage();
  vic = await personWithTotp(stage.host, { firstname: 'Vic', lastname: 'Many', email: 'vic@example.com' });
  for (let count = 0; count < 10; count += 1) {
    const { transaction } = await askToSignIn(stage.host, vic.person);
    const code = wrongTotpCode(vic.app.secret, stage.host.clock.now());
    await verify(stage.host, transaction, { method: 'totp', code });
    stage.host.clock.advance(16 * MINUTE);
  }
  await personWithKey(stage.host, { firstname: 'Kai', lastname: 'Key', email: 'kai@example.com' });
  await createPerson(stage.host, { firstname: 'Nora', lastname: 'None', email: 'nora@example.com', roles: [AUTHOR] });
  admin = await provenSuperAdmin(stage.host);
});
afterAll(() => stage?.close());
beforeEach(() => {
  found = [];
});

const seen = async (page: Page, name: string, within = 'main'): Promise<void> => {
  const wideOnly = within === '[role=menu]';
  found.push(...(await look(page, name, { within, data: DATA, outside: THEIRS, wideOnly })));
};

const open = async (): Promise<Page> => {
  const page = await stage.open();
  await speakPseudo(page.context());
  return page;
};

const asAdmin = async (path: string, title: string): Promise<Page> => {
  const page = await open();
  await openLogin(page, stage.host);
  await givePassword(page, admin.person);
  await answerWithApp(page, admin.app);
  await isIn(page);
  await visit(page, stage.host, path, title);
  await page.waitForLoadState('networkidle');
  return page;
};

const click = (within: Page | Locator, name: string): Promise<void> =>
  within.getByRole('button', { name, exact: true }).first().click();

const closeDialog = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape');
  await page.locator(DIALOG).waitFor({ state: 'detached' });
};

describe('in every state it is clean, translated and whole [C31] [C32]', () => {
  it('My Security, with everything that can be added', async () => {
    await forcePolicy(stage.host, { allowedMethods: ['webauthn', 'totp', 'email', 'sms'], trustedBrowserDays: 14 });
    const s = (key: Parameters<typeof say<'security'>>[1], values = {}) => say('security', key, values);
    const w = (key: Parameters<typeof say<'shared'>>[1], values = {}) => say('shared', key, values);
    const person = await createPerson(stage.host, { firstname: 'Nora', lastname: 'None' });
    const page = await open();
    await openLogin(page, stage.host);
    await givePassword(page, person);
    await isIn(page);
    await visit(page, stage.host, '/me/security', s('page.title'));
    await page.waitForLoadState('networkidle');
    await seen(page, 'My Security, nothing set up');

    const dialog = page.locator(DIALOG).first();
    await click(page, s('apps.add'));
    await answerWithPasswordInPseudo(page, person);
    await dialog.getByRole('img', { name: w('qr.label') }).waitFor();
    await seen(page, 'add an app', DIALOG);
    const secret = ((await dialog.locator('code').first().textContent()) ?? '').replace(/\s/g, '');
    await dialog.getByLabel(w('enroll.totp.code')).fill(totpCode(secret, stage.host.clock.now()));
    await dialog.getByRole('list', { name: w('recovery.listLabel') }).waitFor();
    await seen(page, 'new recovery codes', DIALOG);
    const code = await dialog.locator('code').first().innerText();
    await dialog.getByRole('checkbox').click();
    await click(dialog, w('action.continue'));
    await dialog.getByLabel(w('recovery.prove')).fill(code);
    await click(dialog, w('recovery.finish'));
    await click(dialog, s('add.backup.webauthn'));
    await dialog.getByRole('button', { name: w('enroll.webauthn.key') }).waitFor();
    await seen(page, 'add a key', DIALOG);
    const key = await plugInKey(page);
    await click(dialog, w('enroll.webauthn.key'));
    await click(dialog, w('ready.rename'));
    await dialog.getByLabel(w('rename.label')).fill('YubiKey blue');
    await page.keyboard.press('Enter');
    await dialog.getByText(w('ready.line', { name: 'YubiKey blue' })).waitFor();
    await seen(page, 'a key was added', DIALOG);
    await key.remove();
    await click(dialog, say('pages', 'action.done'));
    await click(page, s('delivered.add.email'));
    await seen(page, 'add e-mail', DIALOG);
    await click(dialog, say('pages', 'action.close'));
    await click(page, s('delivered.add.sms'));
    await dialog.getByLabel(w('enroll.sms.number')).fill(numberOf(person));
    await click(dialog, w('enroll.sms.send'));
    await codeFieldOf(dialog).fill(stage.host.sms.to(numberOf(person)).at(-1)?.text.match(/\d{6}/)?.[0] ?? '');
    await click(dialog, say('pages', 'action.done'));

    await forcePolicy(stage.host, { allowedMethods: ['webauthn', 'totp'] });
    await page.reload();
    await page.getByText(s('row.unusable.not_allowed')).waitFor();
    await click(page, s('row.rename', { name: 'YubiKey blue' }));
    await page.getByLabel(w('rename.label')).fill('');
    await page.keyboard.press('Enter');
    await page.getByText(w('rename.empty')).waitFor();
    await seen(page, 'My Security, four methods, one renamed');
    await page.keyboard.press('Escape');
    await click(page, s('row.remove', { name: 'YubiKey blue' }));
    await seen(page, 'remove a key', DIALOG);
    await closeDialog(page);
    await click(page, s('codes.renew'));
    await seen(page, 'make new codes', DIALOG);
    expect(found).toEqual([]);
    await page.context().close();
  });

  it('My Security, when somebody else had the password', async () => {
    const { person, app, session } = await personWithTotp(stage.host, { firstname: 'Ann', lastname: 'App' });
    await session.post('/admin/logout').expect(200);
    const { transaction } = await askToSignIn(stage.host, person);
    const wrong = wrongTotpCode(app.secret, stage.host.clock.now());
    await verify(stage.host, transaction, { method: 'totp', code: wrong }).expect(400);
    const page = await open();
    await openLogin(page, stage.host);
    await givePassword(page, person);
    await answerWithApp(page, app);
    await page.getByRole('button', { name: say('challenge', 'attempts.whatToDo') }).click();
    await page.getByRole('button', { name: say('security', 'notice.attempts.activity') }).waitFor();
    await page.waitForLoadState('networkidle');
    await seen(page, 'My Security, somebody else had the password');
    expect(found).toEqual([]);
    await page.context().close();
  });

  it('Policy, its warnings, its refusals and the last look before saving', async () => {
    const p = (key: Parameters<typeof say<'policy'>>[1], values = {}) => say('policy', key, values);
    const page = await asAdmin('/settings/mfa/policy', p('page.title'));
    await page.locator('[data-checks]').waitFor();
    await page.getByText(say('shell', 'section')).waitFor();
    await seen(page, 'Policy');

    await page.getByRole('radio', { name: p('requirement.always_required') }).click();
    await page.getByLabel(p('trustedBrowserDays.allow')).click();
    await page.getByLabel(p('maxFailures.label')).fill('3');
    await page.getByLabel(p('supportUrl.label')).fill('nowhere');
    for (const type of ['webauthn', 'totp'] as const)
      await page.getByRole('switch', { name: say('shared', `method.${type}.name`) }).click();
    await click(page, p('save.button'));
    await page.getByText(p('methods.none')).waitFor();
    await seen(page, 'Policy, values that cannot be saved');

    await page.getByRole('switch', { name: say('shared', 'method.totp.name') }).click();
    await page.getByLabel(p('maxFailures.label')).fill('10');
    await page.getByLabel(p('supportUrl.label')).fill('https://help.example.com');
    await page.getByText(p('difference.after'), { exact: true }).waitFor();
    await seen(page, 'Policy, who is affected');
    await click(page, p('save.button'));
    await page.getByRole('alertdialog').waitFor();
    await seen(page, 'the last look before saving', DIALOG);
    await closeDialog(page);
    await page.getByRole('button', { name: p('roles.add') }).click();
    await page.getByRole('menuitem', { name: 'Editor' }).waitFor();
    await seen(page, 'roles without an exception', '[role=menu]');
    await page.getByRole('menuitem', { name: 'Editor' }).click();
    await page.getByRole('combobox', { name: p('roles.level', { role: 'Editor' }) }).click();
    await seen(page, 'levels of a role', '[role=listbox]');
    expect(found).toEqual([]);
    await page.context().close();
  });

  it('Policy that would lock its author out', async () => {
    const p = (key: Parameters<typeof say<'policy'>>[1], values = {}) => say('policy', key, values);
    const author = await createPerson(stage.host, { firstname: 'Ann', lastname: 'Admin', roles: [SUPER] });
    const page = await open();
    await openLogin(page, stage.host);
    await givePassword(page, author);
    await isIn(page);
    await visit(page, stage.host, '/settings/mfa/policy', p('page.title'));
    await page.getByRole('radio', { name: p('requirement.always_required') }).click();
    await click(page, p('save.button'));
    await click(page.getByRole('alertdialog'), p('confirm.save'));
    await answerWithPasswordInPseudo(page, author);
    await page.getByText(p('save.lockOut.title')).waitFor();
    await seen(page, 'Policy, locked out');
    expect(found).toEqual([]);
    await page.context().close();
  });

  it('People, one person from all sides, and what can be done for them', async () => {
    const p = (key: Parameters<typeof say<'people'>>[1], values = {}) => say('people', key, values);
    const yesterday = { day: Math.floor(stage.host.clock.now() / 86_400_000) - 1, protected: 1, not_set_up: 2 };
    await stage.host.container.database.table('coverageDays').insert({ ...yesterday, document_id: 'yesterday' });
    const page = await asAdmin('/settings/mfa/people', p('page.title'));
    const row = (email: string) => page.locator(`[data-person="${email}"]`);
    await row('kai@example.com').waitFor();
    await seen(page, 'People');
    const strip = page.getByRole('region', { name: p('coverage.title') });
    await click(strip, p('coverage.more'));
    await strip.getByText(p('roles.title')).waitFor();
    await click(strip, p('history.table'));
    await seen(page, 'People, history, roles, and methods');
    await click(strip, p('coverage.more'));
    await row('nora@example.com').getByRole('checkbox').click();
    await seen(page, 'People, selected');
    await click(page, p('bulk.moreTime'));
    await seen(page, 'more time for several people', DIALOG);
    await closeDialog(page);
    await click(page, p('select.clear'));
    await click(page, say('pages', 'filters.button'));
    await seen(page, 'filters of People', '[data-radix-popper-content-wrapper] [role=dialog]');
    await page.keyboard.press('Escape');

    await row('kai@example.com').getByText('Kai Key', { exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(p('details.codes')).waitFor();
    await seen(page, 'details', DIALOG);
    await click(dialog, say('person', 'access.decided'));
    await dialog.locator('[data-applied="true"]').waitFor();
    await seen(page, 'how access was decided', DIALOG);
    for (const tab of ['details.sessions', 'details.events'] as const) {
      await dialog.getByRole('tab', { name: p(tab) }).click();
      await page.waitForLoadState('networkidle');
      await seen(page, tab, DIALOG);
    }
    await closeDialog(page);

    const choose = async (email: string, name: string, action: Parameters<typeof p>[0]): Promise<void> => {
      await click(row(email), p('row.actions', { name }));
      await page.getByRole('menu').waitFor();
      if (action === 'action.reset') await seen(page, 'actions for a person', '[role=menu]');
      await page.getByRole('menuitem', { name: p(action) }).click();
    };
    await choose('kai@example.com', 'Kai Key', 'action.reset');
    await click(dialog, p('reset.confirm'));
    await dialog.getByText(p('reset.checked.missing')).waitFor();
    await seen(page, 'reset, nothing filled in', DIALOG);
    await closeDialog(page);
    await choose('nora@example.com', 'Nora None', 'action.exempt');
    await dialog.getByLabel(p('exempt.until')).fill('2001-01-01');
    await click(dialog, p('exempt.confirm'));
    await dialog.getByText(p('exempt.until.missing')).waitFor();
    await seen(page, 'exempt, nothing filled in', DIALOG);
    await closeDialog(page);
    await choose('kai@example.com', 'Kai Key', 'action.signOut');
    await seen(page, 'log out everywhere', DIALOG);
    await closeDialog(page);
    const { byStrongest } = await stage.host.container.people.summary();
    await click(page, p('remind.everyone', { count: byStrongest.none }));
    await seen(page, 'send a reminder', DIALOG);
    await click(page.getByRole('alertdialog'), p('remind.confirm'));
    await dialog
      .getByText(p('remind.done', { queued: 2 }))
      .or(dialog.getByRole('progressbar'))
      .first()
      .waitFor();
    await dialog.getByRole('button').first().waitFor();
    await seen(page, 'reminders', DIALOG);
    expect(found).toEqual([]);
    await page.context().close();
  });

  it('Activity, its filters, one event, and the trail verified and broken', async () => {
    const a = (key: Parameters<typeof say<'activity'>>[1], values = {}) => say('activity', key, values);
    const page = await asAdmin('/settings/mfa/activity', a('page.title'));
    await page.locator('[data-pattern]').first().waitFor();
    await seen(page, 'Activity');
    await click(page, say('pages', 'filters.button'));
    await page.getByRole('combobox', { name: a('filter.event') }).waitFor();
    await seen(page, 'filters of Activity');
    await page.getByRole('combobox', { name: a('filter.event') }).click();
    await seen(page, 'kinds of events', '[role=listbox]');
    await page.keyboard.press('Escape');
    await click(page, say('pages', 'filters.button'));
    await page.getByRole('checkbox', { name: a('system.show') }).click();
    await page.waitForURL(/system=1/);
    await page.waitForLoadState('networkidle');
    await seen(page, 'Activity with system events');
    await click(page, a('export.button'));
    await seen(page, 'formats', '[role=menu]');
    await page.keyboard.press('Escape');
    await click(page, a('show.failed'));
    await page.waitForURL(/verification.failed/);
    await page.locator('[data-event] td:last-child button').first().click();
    await page.getByRole('dialog').locator('summary').click();
    await seen(page, 'one event', DIALOG);
    await closeDialog(page);
    await seen(page, 'Activity, filtered');
    await visit(page, stage.host, '/settings/mfa/activity?ip=192.0.2.1', a('page.title'));
    await page.getByText(a('empty.filtered')).waitFor();
    await seen(page, 'Activity, nothing found');
    await click(page, a('verify.button'));
    await page.getByText(/⟦.*⟧/).first().waitFor();
    await stage.host.container.database.table('auditEntries').where({ seq: 3 }).update({ reason: 'somebody was here' });
    await click(page, a('verify.button'));
    await page.getByText(a('verify.broken', { seq: 3 })).waitFor();
    await seen(page, 'Activity, broken');
    expect(found).toEqual([]);
    await page.context().close();
  });

  it('the boxes on the homepage', async () => {
    const page = await open();
    await openLogin(page, stage.host);
    await givePassword(page, admin.person);
    await answerWithApp(page, admin.app);
    await isIn(page);
    for (const title of [say('shell', 'widget.account'), say('shell', 'widget.coverage')]) {
      const section = page.locator('section').filter({ hasText: title });
      await section.scrollIntoViewIfNeeded();
      await section.locator('a').last().waitFor();
      await section.evaluate((element) => element.setAttribute('data-looked-at', ''));
    }
    await seen(page, 'boxes', '[data-looked-at]');
    expect(found).toEqual([]);
    await page.context().close();
  });
});

const codeFieldOf = (within: Locator): Locator => within.locator('input[autocomplete="one-time-code"]');

const answerWithPasswordInPseudo = async (page: Page, person: Person): Promise<void> => {
  await gate(page).getByLabel(say('shared', 'password.label')).fill(person.password);
  await page.keyboard.press('Enter');
  await gate(page).waitFor({ state: 'detached' });
};
