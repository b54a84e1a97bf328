import type { NoticeTexts } from './shape';

const CHANGE_PASSWORD =
  'If this wasn’t you, change your password now. Then remove anything you don’t recognize under My Security, and tell an administrator.';
const HOW_TO_ADD =
  'Log in as usual and open My Security. Adding a passkey or an authenticator app takes about two minutes.';

export const en: NoticeTexts = {
  labels: { when: 'When', browser: 'Browser', ip: 'IP address', method: 'Method', by: 'By' },
  steps: {
    address: 'changed the email address',
    password: 'set a password',
    second_step: 'reset MFA or exempted the person from it',
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
  closing: 'This is an automatic security email from {site}.',
  sample: {
    label: '[Sample]',
    line: 'You asked for this email to see what it looks like. Nothing happened to your account.',
  },
  lockedPassword: {
    subject: 'Wrong passwords in an open session on {site}',
    lead: 'Someone who was already logged in to your account on {site} entered a wrong password too many times. The password can’t be confirmed there again until {until}.',
    advice:
      'If this wasn’t you, someone is using one of your sessions but doesn’t know your password. Log in, open My Security, log out your other devices, and tell an administrator.',
  },
  events: {
    factor_added: {
      subject: 'A method was added to your account on {site}',
      lead: '“{name}” was added to your account on {site}. It can be used with your password to log in.',
      advice: CHANGE_PASSWORD,
    },
    factor_removed: {
      subject: 'A method was removed from your account on {site}',
      lead: '“{name}” was removed from your account on {site}. It can no longer be used to log in.',
      advice: CHANGE_PASSWORD,
    },
    recovery_codes_generated: {
      subject: 'New recovery codes for your account on {site}',
      lead: 'New recovery codes were generated for your account on {site}. Your earlier codes no longer work.',
      advice: CHANGE_PASSWORD,
    },
    recovery_code_used: {
      subject: 'A recovery code was used to log in to {site}',
      lead: 'Someone logged in to your account on {site} with a recovery code. Codes left: {remaining}.',
      advice: `If you lost a device, remove it under My Security. ${CHANGE_PASSWORD}`,
    },
    recovery_codes_low: {
      subject: 'You’re running out of recovery codes on {site}',
      lead: 'Recovery codes left for your account on {site}: {remaining}.',
      advice:
        'Log in and generate new ones under My Security. Keep them where you can find them without your devices. If you didn’t use the others, change your password now.',
    },
    trusted_browser_added: {
      subject: 'A browser is now trusted on {site}',
      lead: 'For the next {days} days, {site} won’t ask you to confirm it’s you in the browser “{browser}”.',
      advice: `If you share this computer, stop trusting the browser under My Security. ${CHANGE_PASSWORD}`,
    },
    new_browser: {
      subject: 'New browser on your account on {site}',
      lead: 'Someone logged in to your account on {site} from a browser that wasn’t used for it in the last 90 days.',
      advice: `If this was you, you don’t have to do anything. ${CHANGE_PASSWORD}`,
    },
    pass_given: {
      subject: 'You were given an enrollment pass for {site}',
      lead: 'An administrator ({by}) gave you an enrollment pass for your account on {site}. You need it to set up MFA, and it works until {until}. The pass isn’t in this email. You’ll get it from {by}.',
      advice:
        'If you don’t expect a pass, or if someone else offers you one, don’t use it. Ask another administrator in person.',
    },
    factor_imported: {
      subject: 'Your MFA on {site} has moved',
      lead: '“{name}” was imported to your account on {site} from another plugin. Log in as you always do, with the same method.',
      advice:
        'You’ll get new recovery codes at your next login, and your earlier codes will stop working. If something looks wrong, ask an administrator.',
    },
    repeated_failures: {
      subject: 'Someone knows your password for {site}',
      lead: 'Someone entered the right password for your account on {site}, but couldn’t confirm it was you. Failed attempts in a row: {failures}.',
      advice:
        'If this was you, try again or use another method. If this wasn’t you, someone knows your password, but they didn’t get in. Change it now on every site where you use it.',
    },
    locked: {
      subject: 'Login blocked after wrong codes on {site}',
      lead: 'There were too many wrong codes for your account on {site}. Codes won’t be accepted until {until}. Security keys and passkeys still work.',
      advice:
        'If this wasn’t you, someone knows your password, but they didn’t get in. Change it now. If you can’t wait, ask an administrator to unlock you.',
    },
    email_changed: {
      subject: 'The email address of your account on {site} was changed',
      lead: 'The email address of your account on {site} was changed from {from} to {to} by {by}. For the next 72 hours, emails about the security of your account go to both addresses.',
      advice:
        'If you didn’t do this or ask for it, tell another administrator now, change your password, and remove anything you don’t recognize under My Security.',
    },
    reset: {
      subject: 'Your MFA on {site} was reset',
      lead: 'An administrator ({by}) removed the methods, recovery codes, and trusted browsers of your account on {site} and ended its sessions. You’ll set up MFA again at your next login.',
      advice:
        'If you didn’t ask for this, log in now and set up MFA before someone else does. Then change your password, and tell another administrator.',
    },
    unlocked: {
      subject: 'Your account on {site} was unlocked',
      lead: 'Your account on {site} was locked after wrong codes. An administrator ({by}) unlocked it, and codes are accepted again.',
      advice:
        'If you didn’t ask for this, someone may be trying to log in as you. Change your password, and tell another administrator.',
    },
    signed_out: {
      subject: 'You were logged out of {site} everywhere',
      lead: 'An administrator ({by}) ended all sessions and trusted browsers of your account on {site}. Your methods haven’t changed.',
      advice:
        'If you don’t know why, ask {by} in person. If you noticed anything unusual before this, change your password.',
    },
    exempted: {
      subject: 'Your account on {site} is exempt from MFA',
      lead: 'An administrator ({by}) exempted your account on {site} from MFA until {until}. Until then, your password alone is enough to log in.',
      advice: 'If you didn’t ask for this, change your password now, and tell another administrator.',
    },
    exemption_ended: {
      subject: 'Your account on {site} is no longer exempt from MFA',
      lead: 'The MFA exemption of your account on {site} has ended ({by}).',
      advice: 'Log in as usual. If you haven’t set up MFA yet, you may be asked to do so.',
    },
    reset_with_password: {
      subject: 'One administrator took several steps toward the account of {person} on {site}',
      lead: 'Within 72 hours, {by} did the following to the account of {person} on {site}: {steps}. Together, these steps make it possible to log in as that person.',
      advice:
        'If you don’t know why, ask {by} and {person} in person. Until you know, reset and deactivate the account.',
    },
    grace_started: {
      subject: 'Set up MFA on {site} by {date}',
      lead: 'Starting {date}, {site} requires multi-factor authentication (MFA). Set it up by then. After that, you can’t log in without it.',
      advice: HOW_TO_ADD,
    },
    grace_3_days: {
      subject: 'Three days left to set up MFA on {site}',
      lead: 'Starting {date}, {site} requires multi-factor authentication (MFA), and you haven’t set it up yet.',
      advice: HOW_TO_ADD,
    },
    grace_1_day: {
      subject: 'Last day to set up MFA on {site}',
      lead: 'Starting {date}, you can’t log in to {site} without multi-factor authentication (MFA), and you haven’t set it up yet.',
      advice: HOW_TO_ADD,
    },
    reminder: {
      subject: 'Please set up MFA on {site}',
      lead: 'Only a password protects your account on {site}. An administrator ({by}) asks you to set up multi-factor authentication (MFA).',
      advice: `${HOW_TO_ADD} For your security, this email contains no links.`,
    },
    policy_relaxed: {
      subject: 'The MFA policy of {site} was relaxed',
      lead: '{by} changed the MFA policy of {site}. It now requires less than before.',
      advice: 'If you don’t know why, open Settings, compare the policy with the activity log, and ask {by} in person.',
    },
    support_changed: {
      subject: 'The help text of {site} was changed',
      lead: '{by} changed the help text or the support address that {site} shows to people who can’t log in.',
      advice:
        'If you don’t know why, open Settings, check what it says now, and ask {by} in person. A false address can lead people to someone who collects passwords.',
    },
  },
};
