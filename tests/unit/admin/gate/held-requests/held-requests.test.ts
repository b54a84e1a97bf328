import { heldRequestsKit, refused, settle } from './held-requests-kit';

describe('one question, however many wait', () => {
  it('asks once for all requests of a loading page and repeats each of them [C3]', async () => {
    const kit = heldRequestsKit();
    const outcomes = await Promise.all(
      ['/admin/users/me', '/admin/init', '/i18n/locales', '/upload/files'].map((path) => kit.hold({ path }))
    );
    expect(kit.drawings).toHaveLength(1);
    expect(outcomes.every(({ response }) => response === undefined)).toBe(true);
    await kit.prove();
    expect(outcomes.map(({ response }) => response?.status)).toEqual([200, 200, 200, 200]);
    expect(kit.repeats).toHaveLength(4);
    expect(kit.openQuestions()).toBe(0);
  });

  it('repeats with the token that is newest then', async () => {
    const kit = heldRequestsKit();
    await kit.hold();
    kit.setToken('token-2');
    await kit.prove();
    expect(kit.repeats).toEqual([{ path: '/content-manager/articles', token: 'token-2', alone: true }]);
  });

  it('sends equal reads once, and writes each on its own', async () => {
    const kit = heldRequestsKit();
    const reads = [await kit.hold({ method: 'GET', path: '/a' }), await kit.hold({ method: 'GET', path: '/a' })];
    await kit.hold({ method: 'POST', path: '/b' });
    await kit.hold({ method: 'POST', path: '/b' });
    await kit.prove();
    expect(kit.repeats.map(({ path }) => path).sort()).toEqual(['/a', '/b', '/b']);
    const bodies = await Promise.all(reads.map(async ({ response }) => response?.json()));
    expect(bodies).toEqual([{ data: '/a' }, { data: '/a' }]);
  });

  it('asks a second time after a second refusal and hands over the third', async () => {
    const kit = heldRequestsKit();
    const outcome = await kit.hold({ answers: [refused(), refused('MFA_PASSWORD_REQUIRED')] });
    await kit.prove();
    expect(kit.drawings).toHaveLength(2);
    expect(outcome.response).toBeUndefined();
    await kit.prove();
    expect(kit.drawings).toHaveLength(2);
    expect(outcome.response?.status).toBe(403);
  });

  it('keeps a sign-in’s last screen until it was read, and nobody joins it', async () => {
    const kit = heldRequestsKit();
    const first = await kit.hold({ path: '/admin/login', purpose: 'sign_in' });
    kit.last().events.expire();
    await settle();
    expect(first.response?.status).toBe(403);
    expect(kit.openQuestions()).toBe(1);
    expect(kit.held.current()).toBeNull();
    const second = await kit.hold();
    expect(kit.openQuestions()).toBe(1);
    expect(kit.drawings).toHaveLength(2);
    await kit.prove();
    expect(second.response?.status).toBe(200);
  });

  it('hands everybody the refusal when the person at the panel changes', async () => {
    const kit = heldRequestsKit();
    const outcome = await kit.hold();
    kit.held.userChanged();
    await settle();
    expect(outcome.response?.status).toBe(403);
    expect(kit.openQuestions()).toBe(0);
  });

  it('keeps nobody waiting when the screen cannot be fetched', async () => {
    const kit = heldRequestsKit();
    kit.failToDraw();
    const outcome = await kit.hold();
    await settle();
    expect(outcome.response?.status).toBe(403);
  });

  it('opens the question for a stream and then hands over its refusal', async () => {
    const kit = heldRequestsKit();
    const outcome = await kit.hold({ stream: true });
    expect(kit.drawings).toHaveLength(1);
    await kit.prove();
    expect(outcome.response?.status).toBe(403);
    expect(kit.drawings).toHaveLength(1);
  });

  it('ignores the late answer of a question that is gone', async () => {
    const kit = heldRequestsKit();
    const first = await kit.hold();
    const gone = kit.last();
    await kit.cancel();
    await kit.discard();
    const second = await kit.hold();
    gone.events.proved(null);
    gone.events.cancel();
    await settle();
    expect(first.response?.status).toBe(403);
    expect(second.response).toBeUndefined();
    expect(kit.openQuestions()).toBe(1);
  });
});

describe('somebody who stops waiting', () => {
  it('is told at once why, and the question nobody waits for closes', async () => {
    const kit = heldRequestsKit();
    const controller = new AbortController();
    const outcome = await kit.hold({ signal: controller.signal });
    const reason = new Error('The page was left.');
    controller.abort(reason);
    await settle();
    expect(outcome.error).toBe(reason);
    expect(kit.openQuestions()).toBe(0);
  });

  it('leaves the others in the queue', async () => {
    const kit = heldRequestsKit();
    const controller = new AbortController();
    await kit.hold({ signal: controller.signal, path: '/gone' });
    const other = await kit.hold({ path: '/stays' });
    controller.abort();
    await settle();
    expect(kit.openQuestions()).toBe(1);
    await kit.prove();
    expect(other.response?.status).toBe(200);
    expect(kit.repeats.map(({ path }) => path)).toEqual(['/stays']);
  });

  it('takes nothing from somebody who shares its repetition', async () => {
    const kit = heldRequestsKit();
    const controller = new AbortController();
    const one = await kit.hold({ method: 'GET', path: '/a', signal: controller.signal });
    const two = await kit.hold({ method: 'GET', path: '/a' });
    kit.last().events.proved(null);
    controller.abort();
    await settle();
    expect(one.error).toBeDefined();
    expect(two.response?.status).toBe(200);
    expect(kit.repeats).toEqual([{ path: '/a', token: 'token-1', alone: false }]);
  });

  it('was never there when it comes already aborted', async () => {
    const kit = heldRequestsKit();
    const outcome = await kit.hold({ signal: AbortSignal.abort('too late') });
    expect(outcome.error).toBe('too late');
    expect(kit.drawings).toHaveLength(0);
  });
});

describe('a question put aside', () => {
  it('keeps what waits: nobody is answered, nobody is asked, and the bar says that it is not saved [C61]', async () => {
    const kit = heldRequestsKit();
    const save = await kit.hold();
    await kit.cancel();
    expect(save.response).toBeUndefined();
    expect(kit.openQuestions()).toBe(0);
    expect(kit.bar().unsaved).toBe(true);
    expect(kit.held.unsaved()).toBe(true);
    const read = await kit.hold({ method: 'GET', path: '/content-manager/init' });
    expect(read.response).toBeUndefined();
    expect(kit.drawings).toHaveLength(1);
    await kit.confirm();
    expect(kit.openBars()).toBe(0);
    await kit.prove();
    expect([save.response?.status, read.response?.status]).toEqual([200, 200]);
    expect(kit.held.unsaved()).toBe(false);
  });

  it('ends for everybody with Discard, and only then [C61]', async () => {
    const kit = heldRequestsKit();
    const outcomes = [await kit.hold(), await kit.hold({ method: 'GET' })];
    await kit.cancel();
    await kit.discard();
    expect(outcomes.map(({ response }) => response?.status)).toEqual([403, 403]);
    expect(kit.repeats).toHaveLength(0);
    expect(kit.openBars() + kit.openQuestions()).toBe(0);
  });

  it('is asked again by the next thing somebody saves [C61]', async () => {
    const kit = heldRequestsKit();
    const first = await kit.hold({ path: '/one' });
    await kit.cancel();
    const second = await kit.hold({ path: '/two' });
    expect(kit.openBars()).toBe(0);
    expect(kit.openQuestions()).toBe(1);
    await kit.prove();
    expect([first.response?.status, second.response?.status]).toEqual([200, 200]);
  });

  it('claims nothing unsaved where only reads wait; a file that waits to be sent is no read [C61]', async () => {
    const kit = heldRequestsKit();
    const controller = new AbortController();
    await kit.hold({ method: 'GET' });
    await kit.cancel();
    expect(kit.bar().unsaved).toBe(false);
    await kit.hold({ method: 'GET', path: '/mfa/gate', signal: controller.signal });
    await kit.cancel();
    expect(kit.bar().unsaved).toBe(true);
    controller.abort();
    await settle();
    expect(kit.openBars()).toBe(1);
    expect(kit.bar().unsaved).toBe(false);
  });

  it('goes with the last that waits [C61]', async () => {
    const kit = heldRequestsKit();
    const controller = new AbortController();
    await kit.hold({ signal: controller.signal });
    await kit.cancel();
    controller.abort();
    await settle();
    expect(kit.openBars() + kit.openQuestions()).toBe(0);
  });

  it('is answered by a proof in another tab, a read first [C61]', async () => {
    const kit = heldRequestsKit();
    const save = await kit.hold({ path: '/save' });
    const read = await kit.hold({ method: 'GET', path: '/read' });
    await kit.cancel();
    await kit.held.provedElsewhere();
    await settle();
    expect([save.response?.status, read.response?.status]).toEqual([200, 200]);
    expect(kit.repeats.map(({ path }) => path)).toEqual(['/read', '/save']);
    expect(kit.openBars()).toBe(0);
  });

  it('ends when the person at the panel changes [C61]', async () => {
    const kit = heldRequestsKit();
    const save = await kit.hold();
    await kit.cancel();
    kit.held.userChanged();
    await settle();
    expect(save.response?.status).toBe(403);
    expect(kit.openBars()).toBe(0);
  });

  it('asks for what is worth keeping, whatever came first [C61]', async () => {
    const kit = heldRequestsKit();
    await kit.hold({ method: 'GET', path: '/read' });
    await kit.hold({ path: '/save' });
    await kit.cancel();
    await kit.confirm();
    expect(kit.last().question.held.path).toBe('/save');
  });

  it('is not over when its time is: what waits goes on waiting [C61]', async () => {
    const kit = heldRequestsKit();
    const save = await kit.hold();
    kit.last().events.expire();
    await settle();
    expect(save.response).toBeUndefined();
    expect(kit.held.current()?.kind).toBe('step_up');
    await kit.prove();
    expect(save.response?.status).toBe(200);
  });
});

describe('an answer that got lost', () => {
  it('is looked for by one of the waiting; what passes lets everything pass [C68]', async () => {
    const kit = heldRequestsKit();
    const outcomes = [await kit.hold({ path: '/save' }), await kit.hold({ method: 'GET', path: '/read' })];
    expect(await kit.last().events.lookAgain()).toBe(true);
    await settle();
    expect(outcomes.map(({ response }) => response?.status)).toEqual([200, 200]);
    expect(kit.openQuestions()).toBe(0);
  });

  it('goes on asking when it does not pass [C68]', async () => {
    const kit = heldRequestsKit();
    await kit.hold({ answers: [refused()] });
    expect(await kit.last().events.lookAgain()).toBe(false);
    expect(kit.openQuestions()).toBe(1);
  });

  it('a save that breaks off while it is tried is not sent a second time [C68]', async () => {
    const kit = heldRequestsKit();
    const save = await kit.hold({ cut: true });
    expect(await kit.last().events.lookAgain()).toBe(false);
    await settle();
    expect(save.error).toBeInstanceOf(TypeError);
    expect(kit.repeats).toHaveLength(1);
    expect(kit.openQuestions()).toBe(0);
    expect(kit.held.unsaved()).toBe(false);
  });
});

describe('a sign-in', () => {
  const SIGN_IN = { path: '/admin/login', purpose: 'sign_in', authorization: null } as const;

  it('is answered with the body of verify and never sent again [A34]', async () => {
    const kit = heldRequestsKit();
    const outcome = await kit.hold(SIGN_IN);
    await kit.prove({ data: { token: 't' } });
    expect(await outcome.response?.json()).toEqual({ data: { token: 't' } });
    expect(kit.repeats).toHaveLength(0);
    expect(kit.toldOthers()).toBe(0);
  });

  it('takes the place of a step-up, whose requests get their refusal', async () => {
    const kit = heldRequestsKit();
    const stepUp = await kit.hold();
    const signIn = await kit.hold(SIGN_IN);
    expect(stepUp.response?.status).toBe(403);
    expect(kit.openQuestions()).toBe(1);
    expect(kit.last().question.kind).toBe('sign_in');
    await kit.prove({ data: 'in' });
    expect(signIn.response?.status).toBe(200);
  });

  it('stays open when the page stops waiting, and the panel learns of the session all the same', async () => {
    const kit = heldRequestsKit();
    const controller = new AbortController();
    await kit.hold({ ...SIGN_IN, signal: controller.signal });
    controller.abort();
    await settle();
    expect(kit.openQuestions()).toBe(1);
    await kit.prove({ data: { token: 't' } });
    expect(kit.adopted).toEqual([{ data: { token: 't' } }]);
  });

  it.each(['/admin/register', '/admin/register-admin', '/admin/reset-password'])(
    'given up after %s leads to the login page: what it was opened with is spent [C2]',
    async (path) => {
      const kit = heldRequestsKit();
      const outcome = await kit.hold({ ...SIGN_IN, path });
      await kit.cancel();
      expect(outcome.response?.status).toBe(403);
      expect(kit.spent).toEqual([path]);
    }
  );

  it('sent twice by a double click is one question, and both get its answer [C60] [F10]', async () => {
    const kit = heldRequestsKit();
    const body = '{"email":"a@example.com","password":"p"}';
    const outcomes = [await kit.hold({ ...SIGN_IN, body }), await kit.hold({ ...SIGN_IN, body })];
    expect(kit.drawings).toHaveLength(1);
    expect(outcomes.every(({ response }) => response === undefined)).toBe(true);
    await kit.prove({ data: { token: 't' } });
    expect(outcomes.map(({ response }) => response?.status)).toEqual([200, 200]);
  });

  it('given up on the login page stays there', async () => {
    const kit = heldRequestsKit();
    await kit.hold(SIGN_IN);
    await kit.cancel();
    expect(kit.spent).toEqual([]);
  });

  it('takes along what was asked while it was open', async () => {
    const kit = heldRequestsKit();
    await kit.hold(SIGN_IN);
    const other = await kit.hold();
    expect(kit.drawings).toHaveLength(1);
    await kit.prove({ data: 'in' });
    expect(other.response?.status).toBe(200);
  });
});

describe('several tabs', () => {
  it('tells the others of a proof', async () => {
    const kit = heldRequestsKit();
    await kit.hold();
    await kit.prove();
    expect(kit.toldOthers()).toBe(1);
  });

  it('tries one request when another tab proved, and closes when it passes', async () => {
    const kit = heldRequestsKit();
    const outcomes = [await kit.hold({ path: '/one' }), await kit.hold({ path: '/two' })];
    await kit.held.provedElsewhere();
    await settle();
    expect(outcomes.map(({ response }) => response?.status)).toEqual([200, 200]);
    expect(kit.repeats.map(({ path }) => path)).toEqual(['/one', '/two']);
    expect(kit.openQuestions()).toBe(0);
  });

  it('goes on asking when it does not pass; the try costs nothing', async () => {
    const kit = heldRequestsKit();
    const outcome = await kit.hold({ answers: [refused()] });
    await kit.held.provedElsewhere();
    expect(kit.openQuestions()).toBe(1);
    expect(kit.drawings).toHaveLength(1);
    await kit.prove();
    expect(outcome.response?.status).toBe(200);
  });

  it('never tries a sign-in', async () => {
    const kit = heldRequestsKit();
    await kit.hold({ path: '/admin/login', purpose: 'sign_in' });
    await kit.held.provedElsewhere();
    expect(kit.repeats).toHaveLength(0);
  });
});
