/** One file of words a language and area. Types only: the files themselves are loaded when a screen needs them. */
interface Files {
  shell: typeof import('../translations/en/shell.json');
  shared: typeof import('../translations/en/shared.json');
  challenge: typeof import('../translations/en/challenge.json');
  security: typeof import('../translations/en/security.json');
  policy: typeof import('../translations/en/policy.json');
  people: typeof import('../translations/en/people.json');
  activity: typeof import('../translations/en/activity.json');
}

export type Area = keyof Files;

/** Every key of an area, so that a mistyped one is a compile error. */
export type WordKey<A extends Area> = Extract<keyof Files[A], string>;
