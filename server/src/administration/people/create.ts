import type { PeopleSummary } from '../../../../shared/contracts/types';
import { createCoverage, type Coverage } from './coverage';
import { createExemptions, type ExemptionDeps, type Exemptions } from './exemptions';
import { createResets, type Help, type ResetDeps } from './resets';
import { createLists, type ListDeps, type Lists } from './list-people';
import { createPersonViews, type PersonDeps, type PersonViews } from './person';
import { createPassGiving, type PassDeps, type PassGiving } from './passes';
import { createReminders, type ReminderDeps, type Reminders } from './reminders';
import { createRows, type RowDeps } from './rows';
import { createVerification, type Verification, type VerificationDeps } from './verification';
import { createSummary, type SummaryDeps } from './summary';

export interface People extends Lists, PersonViews, Help, Exemptions, PassGiving, Verification, Reminders, Coverage {
  summary(): Promise<PeopleSummary>;
}

export type PeopleDeps = RowDeps &
  Omit<ListDeps, 'rows'> &
  Omit<PersonDeps, 'rows' | 'verification'> &
  ResetDeps &
  ExemptionDeps &
  PassDeps &
  VerificationDeps &
  ReminderDeps &
  SummaryDeps;

export const createPeople = (deps: PeopleDeps): People => {
  const rows = createRows(deps);
  const verification = createVerification(deps);
  return {
    ...createLists({ ...deps, rows }),
    ...createPersonViews({ ...deps, rows, verification }),
    ...createResets(deps),
    ...createExemptions(deps),
    ...createPassGiving(deps),
    ...verification,
    ...createReminders(deps),
    ...createCoverage(deps),
    summary: createSummary(deps),
  };
};
