/** What a log-in has proved so far: families of sessions, and the browsers that are trusted. */
export * from './families';
export * from './trust';
