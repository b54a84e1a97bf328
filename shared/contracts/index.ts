export * from './constants';
export * from './findings';
export type * from './types';
