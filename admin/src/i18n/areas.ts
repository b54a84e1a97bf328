import type activity from '../translations/en/activity.json';
import type challenge from '../translations/en/challenge.json';
import type events from '../translations/en/events.json';
import type login from '../translations/en/login.json';
import type pages from '../translations/en/pages.json';
import type people from '../translations/en/people.json';
import type person from '../translations/en/person.json';
import type policy from '../translations/en/policy.json';
import type security from '../translations/en/security.json';
import type shared from '../translations/en/shared.json';
import type shell from '../translations/en/shell.json';

/** One file of texts per language and area. Types only: screens load the files when they need them. */
interface Files {
  shell: typeof shell;
  shared: typeof shared;
  challenge: typeof challenge;
  login: typeof login;
  pages: typeof pages;
  security: typeof security;
  policy: typeof policy;
  people: typeof people;
  person: typeof person;
  activity: typeof activity;
  events: typeof events;
}

export type Area = keyof Files;

/** Every key of an area, so that a typo is a compile error. */
export type WordKey<A extends Area> = Extract<keyof Files[A], string>;
