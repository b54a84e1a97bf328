/**
 * The example method from the developer guide: twenty words on a strip of paper, each valid for one login. A test
 * enrolls it and logs in with it. Nothing outside this folder knows its name.
 */
export { createPaperTape, TYPE } from './factor';
