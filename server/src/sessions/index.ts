/** What a login has proved so far: families of sessions, and trusted browsers. */
export * from './families';
export * from './trust';
