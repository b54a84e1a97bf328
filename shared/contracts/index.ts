export * from './constants';
export type * from './coverage';
export * from './findings';
export type * from './types';
