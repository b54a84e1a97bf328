import { type PolicyDifference } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';
import { useWhen } from '../parts';

export interface DifferenceWords {
  /** What matters most. */
  first: string;
  more: string[];
}

/** What a change does to people, in sentences: who, by when, which emails. The preview and the confirmation share it. */
export const useDifferenceWords = () => {
  const t = useWords('policy');
  const when = useWhen();

  const newly = ({ newly: { people, deadlines }, reportOnly }: PolicyDifference): string[] => {
    if (reportOnly) return [t('difference.report', { count: people })];
    const [only] = deadlines;
    const dated = deadlines.reduce((sum, one) => sum + one.people, 0);
    const last = deadlines[deadlines.length - 1];
    return [
      ...(dated > 0 && only && last
        ? [
            deadlines.length === 1
              ? t('difference.newly.date', { count: dated, date: when.date(only.date) })
              : t('difference.newly.dates', { count: dated, first: when.date(only.date), last: when.date(last.date) }),
          ]
        : []),
      ...(people > dated ? [t('difference.newly.login', { count: people - dated })] : []),
    ];
  };

  const mails = ({ newly: { people }, mails: sent }: PolicyDifference): string[] => [
    ...(sent.people > 0
      ? [
          sent.people === people
            ? t('difference.mails.they', { count: people })
            : t('difference.mails', { count: sent.people }),
        ]
      : []),
    ...(sent.superAdmins > 0 ? [t('difference.mails.superAdmins', { count: sent.superAdmins })] : []),
  ];

  return (difference: PolicyDifference): DifferenceWords => {
    const { newly: fresh, moved, released, startsAt, reportOnly } = difference;
    const [mailsToPeople, ...mailsToOthers] = mails(difference);
    const said = [
      ...newly(difference),
      ...(fresh.superAdmins > 0 ? [t('difference.superAdmins', { count: fresh.superAdmins })] : []),
      ...(moved > 0 && !reportOnly ? [t('difference.moved', { count: moved })] : []),
      ...(released > 0 && !reportOnly ? [t('difference.released', { count: released })] : []),
      ...(mailsToPeople ? [mailsToPeople] : []),
      ...mailsToOthers,
      ...(startsAt === null ? [] : [t('difference.starts', { date: when.moment(startsAt) })]),
    ];
    const affected = fresh.people + moved + released > 0 || reportOnly;
    const [first = t('difference.nobody'), ...more] = affected ? said : [t('difference.nobody'), ...said];
    return { first, more };
  };
};
