import type { Subject } from '../../factors';
import type { Transaction } from '../../gate';
import type { Situation } from '../../policy';
import type { Family } from '../../sessions';

/** Who enrolls: an open session, or the transaction of a login that requires enrollment. Exactly one is set. */
export interface Enrolling {
  situation: Situation;
  subject: Subject;
  family: Family | null;
  transaction: Transaction | null;
}
