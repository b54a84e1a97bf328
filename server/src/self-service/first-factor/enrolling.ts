import type { Subject } from '../../factors';
import type { Transaction } from '../../gate';
import type { Situation } from '../../policy';
import type { Family } from '../../sessions';

/** Who enrolls: a live session, or the transaction of a sign-in that owes an enrollment. Exactly one is set. */
export interface Enrolling {
  situation: Situation;
  subject: Subject;
  family: Family | null;
  transaction: Transaction | null;
}
