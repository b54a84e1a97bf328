import type { NoticeTexts } from './shape';

const CHANGE_PASSWORD =
  'If this wasn’t you: change your password now, then remove what you don’t recognize under My Security, and tell an administrator.';

export const en: NoticeTexts = {
  labels: { when: 'When', browser: 'Browser', ip: 'IP address', method: 'Method', by: 'By' },
  steps: {
    address: 'changed the email address',
    password: 'set a password',
    second_step: 'reset the second step or exempted the person from it',
    pass: 'gave an enrollment pass',
    deactivation: 'deactivated or reactivated the account',
  },
  stepSeparator: ', ',
  untilLifted: 'an administrator lifts the lock',
  methods: {
    webauthn: 'Passkey or security key',
    totp: 'Authenticator app',
    email: 'Email',
    sms: 'Text message',
    recovery_code: 'Recovery code',
  },
  closing: '{site} sends this whenever something about the security of your account changes.',
  lockedPassword: {
    subject: 'Wrong passwords in an open session on {site}',
    lead: 'Somebody who was already logged in to your account on {site} entered a wrong password too often. The password can’t be confirmed there again until {until}.',
    advice:
      'If this wasn’t you: somebody is using a session of yours, and doesn’t know your password. Log in, open My Security and log out of other devices, then tell an administrator.',
  },
  events: {
    factor_added: {
      subject: 'A second step was added to your account on {site}',
      lead: '“{name}” was added to your account on {site}. It can be used to log in together with your password.',
      advice: CHANGE_PASSWORD,
    },
    factor_removed: {
      subject: 'A second step was removed from your account on {site}',
      lead: '“{name}” was removed from your account on {site} and can no longer be used to log in.',
      advice: CHANGE_PASSWORD,
    },
    recovery_codes_generated: {
      subject: 'New recovery codes were made for your account on {site}',
      lead: 'New recovery codes were made for your account on {site}. Codes from before no longer work.',
      advice: CHANGE_PASSWORD,
    },
    recovery_code_used: {
      subject: 'A recovery code was used to log in to {site}',
      lead: 'Somebody logged in to your account on {site} with a recovery code. Codes left: {remaining}.',
      advice: `If you lost a device, remove it under My Security. ${CHANGE_PASSWORD}`,
    },
    recovery_codes_low: {
      subject: 'You are running out of recovery codes on {site}',
      lead: 'Recovery codes left for your account on {site}: {remaining}.',
      advice:
        'Log in and make new ones under My Security, and keep them where you find them without your devices. If you didn’t use the others, change your password now.',
    },
    trusted_browser_added: {
      subject: 'A browser is now trusted on {site}',
      lead: 'The browser “{browser}” will not be asked for a second step on {site} for the next {days} days.',
      advice: `If you share this computer, end the trust under My Security. ${CHANGE_PASSWORD}`,
    },
    new_browser: {
      subject: 'New browser on your account on {site}',
      lead: 'Somebody logged in to your account on {site} with a browser that wasn’t used for it in the last 90 days.',
      advice: `If this was you, there is nothing to do. ${CHANGE_PASSWORD}`,
    },
    pass_given: {
      subject: 'You were given an enrollment pass for {site}',
      lead: 'An administrator ({by}) gave you an enrollment pass for your account on {site}. You need it to set up your second step, and it works until {until}. It is not in this mail: {by} hands it to you.',
      advice:
        'If you don’t expect one, or somebody else offers you a pass: don’t use it, and ask another administrator in person.',
    },
    factor_imported: {
      subject: 'Your second step on {site} moved',
      lead: '“{name}” was carried over to your account on {site} from the plugin that asked you before. Log in as you always do, with the same second step.',
      advice:
        'At your next login you get new recovery codes, and those from before no longer work. If something looks wrong, ask an administrator.',
    },
    repeated_failures: {
      subject: 'Somebody knows your password for {site}',
      lead: 'Somebody entered the right password for your account on {site}, but a wrong second step several times in a row ({failures}).',
      advice:
        'If this was you, try again calmly or use another way. If this wasn’t you: your password is known to somebody. They did not get in. Change your password now, on every site where you use it.',
    },
    locked: {
      subject: 'Login blocked after wrong codes on {site}',
      lead: 'There were too many wrong codes for your account on {site}. Codes are not accepted until {until}. Security keys and passkeys keep working.',
      advice:
        'If this wasn’t you: somebody knows your password and did not get in. Change it now. If you can’t wait, ask an administrator to unlock you.',
    },
    email_changed: {
      subject: 'The email address of your account on {site} was changed',
      lead: 'The email address of your account on {site} was changed from {from} to {to}, by {by}. For the next 72 hours, messages about the security of your account go to both addresses.',
      advice:
        'If this wasn’t you and you didn’t ask for it: tell another administrator now, change your password, and remove what you don’t recognize under My Security.',
    },
    reset: {
      subject: 'Your second step on {site} was reset',
      lead: 'An administrator ({by}) removed the second step, the recovery codes and the trusted browsers of your account on {site} and ended its sessions. At your next login you set up a new one.',
      advice:
        'If you didn’t ask for this: log in now, set up your second step before somebody else does, change your password, and tell another administrator.',
    },
    unlocked: {
      subject: 'Your account on {site} was unlocked',
      lead: 'An administrator ({by}) lifted the lock that wrong codes had put on your account on {site}. Codes are accepted again.',
      advice:
        'If you didn’t ask for this: somebody may be trying to log in as you. Change your password, and tell another administrator.',
    },
    signed_out: {
      subject: 'You were logged out of {site} everywhere',
      lead: 'An administrator ({by}) ended all sessions and trusted browsers of your account on {site}. Your second step is unchanged.',
      advice:
        'If you don’t know why, ask {by} in person. If you noticed anything odd before this, change your password.',
    },
    exempted: {
      subject: 'Your account on {site} is not asked for a second step',
      lead: 'An administrator ({by}) exempted your account on {site} from the second step until {until}. Until then your password alone is enough to log in.',
      advice: 'If you didn’t ask for this: change your password now, and tell another administrator.',
    },
    exemption_ended: {
      subject: 'Your account on {site} is asked for a second step again',
      lead: 'The exemption of your account on {site} from the second step has ended ({by}).',
      advice: 'Log in as usual. If you have no second step yet, you may be asked to set one up.',
    },
    reset_with_password: {
      subject: 'One administrator took several steps towards the account of {person} on {site}',
      lead: 'Within 72 hours {by} did this to the account of {person} on {site}: {steps}. Whoever does these together can log in as that person.',
      advice:
        'If you don’t know why: ask {by} and {person} in person. Until it is clear, reset and deactivate the account.',
    },
    grace_started: {
      subject: 'Please add a second step on {site} by {date}',
      lead: '{site} now asks for a second step at login. Add yours by {date}; after that you can’t log in without it.',
      advice: 'Log in as usual and open My Security. A passkey or an authenticator app takes two minutes.',
    },
    grace_3_days: {
      subject: 'Three days left to add a second step on {site}',
      lead: 'From {date} on, {site} asks for a second step at login, and your account has none yet.',
      advice: 'Log in as usual and open My Security. A passkey or an authenticator app takes two minutes.',
    },
    grace_1_day: {
      subject: 'Last day to add a second step on {site}',
      lead: 'From {date} on you can’t log in to {site} without a second step, and your account has none yet.',
      advice: 'Log in today and open My Security. A passkey or an authenticator app takes two minutes.',
    },
    reminder: {
      subject: 'Please add a second step on {site}',
      lead: 'Your account on {site} is protected by a password alone. An administrator ({by}) asks you to add a second step.',
      advice:
        'Log in as usual and open My Security. A passkey or an authenticator app takes two minutes. This mail has no links on purpose.',
    },
    policy_relaxed: {
      subject: 'The login policy of {site} was relaxed',
      lead: '{by} changed the login policy of {site} so that it asks for less than before.',
      advice:
        'If you don’t know why: open Settings, compare the policy with the activity list, and ask {by} in person.',
    },
    support_changed: {
      subject: 'The help text of {site} was changed',
      lead: '{by} changed what people are told on {site} when they can’t complete their login: the help text or the support address.',
      advice:
        'If you don’t know why: open Settings, read what it says now, and ask {by} in person. A false address there can send people to somebody who collects passwords.',
    },
  },
};
