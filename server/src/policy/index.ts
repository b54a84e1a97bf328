/** What is required of whom, decided in one place. */
export * from './census';
export * from './decision';
export * from './neighbors';
export * from './verdicts';
