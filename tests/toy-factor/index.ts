/**
 * The method that the developer guide builds as its example: twenty words on a strip of paper, each good for one login.
 * A test enrolls it and signs in with it; nothing outside this folder knows its name.
 */
export { createPaperTape, TYPE } from './factor';
