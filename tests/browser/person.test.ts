/** One person's details: why they can't get in, the help beside it, and what an administrator does to them. */
import type { Locator, Page, Route } from 'playwright-core';

import {
  askToSignIn,
  createPerson,
  forcePolicy,
  MINUTE,
  personWithTotp,
  picture,
  provenSuperAdmin,
  signInWithTotp,
  SUPER,
  verify,
  wrongTotpCode,
  type Administrator,
  type EnrolledApp,
  type Person,
} from '../support';
import { everyLook } from './pictures';
import { adminUrl, asked, codeField, gate, givePassword, openLogin, setStage, type Stage } from './panel';
import { signedInWithApp, toast, visit } from './panel-steps';

let stage: Stage;
let admin: Administrator;
let page: Page;

beforeAll(async () => {
  stage = await setStage();
  admin = await provenSuperAdmin(stage.host);
  page = await signedInWithApp(stage, admin.person, admin.app);
});
afterAll(() => stage.close());

const nameOf = (person: Person): string => `${person.firstname} ${person.lastname}`;
const PEOPLE = '/settings/mfa/people';

/** A fresh proof without the prompt, which other tests look at. */
const proveAgain = async (): Promise<void> => {
  await stage.host.container.database
    .table('families')
    .where({ user_id: admin.person.id })
    .whereNotNull('verified_at')
    .update({ verified_at: stage.host.clock.now() });
  stage.host.container.guard.forget();
};

const openPerson = async (person: Person): Promise<Locator> => {
  await proveAgain();
  // The open dialog hides the page's heading from assistive technology.
  await page.goto(adminUrl(stage.host, `${PEOPLE}?person=${person.id}`));
  const dialog = page.getByRole('dialog', { name: new RegExp(nameOf(person)) });
  await dialog.locator('[data-access]').waitFor();
  return dialog;
};

const lock = async (person: Person, app: EnrolledApp): Promise<void> => {
  for (let count = 1; count <= 10; count += 1) {
    const { transaction } = await askToSignIn(stage.host, person);
    await verify(stage.host, transaction, {
      method: 'totp',
      code: wrongTotpCode(app.secret, stage.host.clock.now()),
    });
    if (count < 10) stage.host.clock.advance(16 * MINUTE);
  }
};

const focused = (): Promise<string> =>
  page.evaluate(() => {
    const one = document.activeElement;
    return `${one?.getAttribute('role') ?? one?.tagName.toLowerCase()}: ${one?.textContent ?? ''}`;
  });

const dialogOf = (name: string | RegExp): Locator => page.getByRole('dialog', { name });

describe('the details of a person', () => {
  it('say first why they can’t get in, with the help beside it, which opens the way [C66]', async () => {
    const { person, app } = await personWithTotp(stage.host, {
      firstname: 'Omar',
      lastname: 'Haddad',
      email: 'omar@example.com',
    });
    await lock(person, app);
    const own = await stage.open();
    await openLogin(own, stage.host);
    await givePassword(own, person);
    await gate(own).getByRole('heading', { level: 1 }).waitFor();
    const dialog = await openPerson(person);
    const said = await dialog.locator('[data-access]').innerText();
    expect(said).toMatch(/^Omar Haddad can’t use the authenticator app until .+: 10 wrong codes in a row\./);
    expect(said).toContain('They can still use recovery codes.');
    expect(said).toContain('Otherwise, they’re asked for MFA, because they set it up.');
    await everyLook(page, 'people-explain');
    await dialog.getByRole('button', { name: 'Unlock…' }).click();
    const unlock = dialogOf('Unlock Omar Haddad');
    expect(await focused()).toBe('button: Mistyped codes');
    await unlock.getByRole('button', { name: 'Mistyped codes' }).click();
    await unlock.getByRole('button', { name: 'Unlock', exact: true }).click();
    await toast(page, 'Omar Haddad was unlocked.').first().waitFor();
    await dialog.getByText('Nothing is in Omar Haddad’s way.').waitFor();
    await own.reload();
    await givePassword(own, person);
    await asked(own);
    await codeField(own).waitFor();
    await signInWithTotp(stage.host, person, app);
    await own.context().close();
  });

  it('name each obstacle in words, for people who are fine, too [C66]', async () => {
    const nobody = await createPerson(stage.host, { firstname: 'Nora', lastname: 'None', email: 'nora@example.com' });
    const access = async (): Promise<string> =>
      (await openPerson(nobody)).locator('[data-access]').evaluate((one) => one.textContent ?? '');
    expect(await access()).toBe(
      'Nora None logs in with the password alone. MFA is optional for them, and they haven’t set it up.'
    );
    await forcePolicy(stage.host, { roles: { 'strapi-editor': 'required_on_first_login' }, firstFactorProof: 'pass' });
    expect(await access()).toBe(
      'Nora None can’t set up their first method: they need an enrollment pass and don’t have one. Nora None must set up MFA at the next login. It’s required for Editor.'
    );
    await dialogOf(/Nora None/)
      .locator('[data-help="pass"]')
      .waitFor();
    await forcePolicy(stage.host, { roles: {}, firstFactorProof: 'password' });
    const users = stage.host.strapi.db.query('admin::user');
    await users.update({ where: { id: nobody.id }, data: { isActive: false } });
    expect(await access()).toContain('Nora None’s account is inactive, so Strapi refuses the login.');
    const link = dialogOf(/Nora None/).getByRole('link', { name: 'Open their account' });
    expect(await link.getAttribute('href')).toContain(`/settings/users/${nobody.id}`);
    await users.update({ where: { id: nobody.id }, data: { isActive: true } });
  });

  it('have an address, close with Back, and lead to everything that can be done [C64]', async () => {
    const { person } = await personWithTotp(stage.host, {
      firstname: 'Ann',
      lastname: 'App',
      email: 'ann@example.com',
    });
    await proveAgain();
    await visit(page, stage.host, `${PEOPLE}?_q=ann`, 'People');
    await page.locator('[data-person="ann@example.com"]').getByText('Ann App', { exact: true }).click();
    const dialog = dialogOf(/Ann App.*ann@example.com.*Editor/);
    await dialog.locator('[data-access]').waitFor();
    expect(page.url()).toContain(`person=${person.id}`);
    expect(await focused()).toMatch(/^h2: Ann App/);
    await everyLook(page, 'people-details');
    await page.goBack();
    await dialog.waitFor({ state: 'detached' });
    expect(page.url()).toContain('_q=ann');
    expect(page.url()).not.toContain('person=');
    await openPerson(person);
    for (const name of ['Exempt temporarily…', 'Log out everywhere…', 'Reset MFA…'])
      await dialog.getByRole('button', { name }).waitFor();
    await dialog.getByRole('tab', { name: 'Recent Events' }).click();
    await dialog.getByRole('link', { name: 'Show all in Activity' }).click();
    await page.waitForURL(new RegExp(`/settings/mfa/activity\\?userId=${person.id}`));
  });

  it('open from a menu whose every item is in sight, in the last row, too [C64]', async () => {
    for (let count = 0; count < 10; count += 1) await createPerson(stage.host, { lastname: `Filler ${count}` });
    await visit(page, stage.host, PEOPLE, 'People');
    const row = page.locator('[data-person]').last();
    await row.getByRole('button', { name: /^Actions for/ }).click();
    await page.getByRole('menu').waitFor();
    const seen = await page.getByRole('menuitem').evaluateAll((items) => {
      const menu = document.querySelector('[role=menu]')?.getBoundingClientRect();
      return items.map((item) => {
        const { top, bottom } = item.getBoundingClientRect();
        return top >= (menu?.top ?? 0) && bottom <= (menu?.bottom ?? 0) && bottom <= window.innerHeight;
      });
    });
    expect(seen.length).toBeGreaterThan(4);
    expect(seen).not.toContain(false);
    await page.keyboard.press('Escape');
  });
});

describe('a person who is verified by a code they read', () => {
  it('wrong, right, and the reset says so; the first thing to do has the focus [C64]', async () => {
    const { person } = await personWithTotp(stage.host, {
      firstname: 'Rita',
      lastname: 'Reads',
      email: 'rita@example.com',
    });
    const details = await openPerson(person);
    await details.getByRole('button', { name: 'Reset MFA…' }).click();
    const dialog = dialogOf('Reset Rita Reads’s MFA');
    expect(await focused()).toMatch(/^checkbox/);
    expect(await dialog.getByLabel('Type RESET to confirm').count()).toBe(0);
    stage.host.mail.clear();
    await dialog.getByRole('button', { name: 'Send a code' }).click();
    const field = dialog.getByLabel('The code they read to you');
    await field.waitFor();
    const mail = await stage.host.mail.waitFor('rita@example.com');
    const code = /^ {4}(\d{6})$/m.exec(mail.text)?.[1] ?? '';
    await field.fill(code === '111111' ? '222222' : '111111');
    await page.keyboard.press('Enter');
    await dialog.getByText('That code isn’t right. 4 attempts left.').waitFor();
    await everyLook(page, 'people-reset');
    await field.fill(code);
    await dialog.getByRole('button', { name: 'Check code' }).click();
    await dialog.getByText(/Verified at .+: Rita Reads read you the right code/).waitFor();
    expect(
      await dialog
        .getByRole('checkbox', { name: 'I verified that this request really comes from Rita Reads' })
        .getAttribute('data-state')
    ).toBe('checked');
    await dialog.getByRole('button', { name: 'Lost phone' }).click();
    await dialog.getByRole('button', { name: 'Reset', exact: true }).click();
    await toast(page, 'Rita Reads’s MFA was reset.').first().waitFor();
    const { events } = await stage.host.container.audit.list(
      { types: ['user.reset'], userId: person.id },
      { limit: 1 }
    );
    expect(events[0]?.details).toHaveProperty('callerVerifiedAt');
    await details.getByText(/Rita Reads sets up MFA again at the next login/).waitFor();
  });

  it('a Super Admin’s reset still asks for the word [C64]', async () => {
    const { person } = await personWithTotp(stage.host, { roles: [SUPER], firstname: 'Sue', lastname: 'Per' });
    const details = await openPerson(person);
    await details.getByRole('button', { name: 'Reset MFA…' }).click();
    const dialog = dialogOf('Reset Sue Per’s MFA');
    await dialog.getByRole('button', { name: 'Reset', exact: true }).click();
    await dialog.getByText('Type RESET exactly.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await details.waitFor();
  });
});

describe('an answer that is lost on its way [C68]', () => {
  const lose = async (address: RegExp, { after }: { after: boolean }): Promise<void> => {
    const handler = async (route: Route): Promise<void> => {
      if (after) await route.fetch();
      await route.abort('connectionreset');
    };
    await page.route(address, handler, { times: 1 });
  };
  const lost = (): Locator => dialogOf('Did it work?');

  it('of a reset that happened: says that it doesn’t know, asks, and goes on', async () => {
    const { person } = await personWithTotp(stage.host, { firstname: 'Lena', lastname: 'Lost' });
    const details = await openPerson(person);
    await details.getByRole('button', { name: 'Reset MFA…' }).click();
    const dialog = dialogOf('Reset Lena Lost’s MFA');
    await dialog.getByRole('checkbox', { name: /^I verified/ }).click();
    await dialog.getByRole('button', { name: 'Lost phone' }).click();
    await lose(/\/reset$/, { after: true });
    // The first question is lost, too, so nothing is claimed.
    await lose(new RegExp(`/mfa/users/${person.id}$`), { after: false });
    await dialog.getByRole('button', { name: 'Reset', exact: true }).click();
    await lost().getByText('Strapi still isn’t answering, so we don’t know whether it worked.').waitFor();
    await picture(page, 'people-lost-answer');
    await lost().getByRole('button', { name: 'Ask again' }).click();
    await toast(page, 'Lena Lost’s MFA was reset.').first().waitFor();
    const { events } = await stage.host.container.audit.list(
      { types: ['user.reset'], userId: person.id },
      { limit: 5 }
    );
    expect(events).toHaveLength(1);
  });

  it('of an unlock that never arrived: says that nothing changed, and tries again', async () => {
    const { person, app } = await personWithTotp(stage.host, { firstname: 'Uwe', lastname: 'Unlock' });
    await lock(person, app);
    const details = await openPerson(person);
    await details.getByRole('button', { name: 'Unlock…' }).click();
    const dialog = dialogOf('Unlock Uwe Unlock');
    await dialog.getByRole('button', { name: 'Mistyped codes' }).click();
    await lose(/\/unlock$/, { after: false });
    await dialog.getByRole('button', { name: 'Unlock', exact: true }).click();
    await lost().getByText('Uwe Unlock hasn’t been unlocked. Nothing has changed.').waitFor();
    await lost().getByRole('button', { name: 'Try again' }).click();
    await toast(page, 'Uwe Unlock was unlocked.').first().waitFor();
    await signInWithTotp(stage.host, person, app);
  });

  it('of an exemption and of a pass that happened: one is there, the other was seen by nobody', async () => {
    const person = await createPerson(stage.host, { firstname: 'Paul', lastname: 'Pass' });
    const details = await openPerson(person);
    await details.getByRole('button', { name: 'Exempt temporarily…' }).click();
    const exempt = dialogOf('Exempt Paul Pass temporarily');
    await exempt.getByRole('button', { name: 'Device not at hand' }).click();
    await lose(/\/exemption$/, { after: true });
    await exempt.getByRole('button', { name: 'Exempt', exact: true }).click();
    await toast(page, 'Paul Pass is exempt until').first().waitFor();

    await details.getByRole('button', { name: 'Give an enrollment pass…' }).click();
    const give = dialogOf('Give Paul Pass an enrollment pass');
    await give.getByRole('button', { name: 'New colleague' }).click();
    await everyLook(page, 'people-pass');
    await lose(/\/pass$/, { after: true });
    await give.getByRole('button', { name: 'Give pass' }).click();
    await lost().getByText('so nobody has seen it').waitFor();
    stage.host.clock.advance(1000);
    await lost().getByRole('button', { name: 'Give a new pass' }).click();
    await dialogOf('Enrollment pass for Paul Pass').getByText('You won’t see it again.').waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
  });
});
