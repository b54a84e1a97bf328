import { Box, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { type PolicyDifference, type PolicyStanding } from '../../../../shared/contracts/types';
import { useWords } from '../../i18n';

const GROUPS = ['protected', 'leftToThem', 'deadline', 'mustSetUp', 'exempt'] as const;

const Grid = styled.table`
  width: 100%;
  border-collapse: collapse;

  th,
  td {
    padding: 0.4rem 0;
    text-align: start;
    font-weight: inherit;
    vertical-align: top;
  }

  th:not(:first-child),
  td {
    text-align: end;
    padding-inline-start: 1.2rem;
    white-space: nowrap;
  }
`;

interface StandingTableProps {
  difference: PolicyDifference;
  /** Shows one column, the present, if nothing was changed. */
  changed: boolean;
}

/** Everybody by what they have and must do, before and after. A group that is empty in both is left out. */
export const StandingTable = ({ difference, changed }: StandingTableProps) => {
  const t = useWords('policy');
  const columns: [string, PolicyStanding][] = changed
    ? [
        [t('difference.before'), difference.before],
        [t('difference.after'), difference.after],
      ]
    : [[t('difference.now'), difference.present]];
  const groups = GROUPS.filter((group) => group === 'protected' || columns.some(([, standing]) => standing[group] > 0));
  return (
    <Box>
      <Grid aria-label={t('difference.table')}>
        <thead>
          <tr>
            <th aria-hidden />
            {columns.map(([name]) => (
              <th key={name} scope="col">
                <Typography variant="sigma" textColor="neutral600">
                  {name}
                </Typography>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group}>
              <th scope="row">
                <Typography textColor="neutral600">{t(`standing.${group}`)}</Typography>
              </th>
              {columns.map(([name, standing], no) => (
                <td key={name} data-count={`${group}-${no === columns.length - 1 ? 'after' : 'before'}`}>
                  <Typography
                    fontWeight={no === 0 || standing[group] === columns[0]?.[1][group] ? 'regular' : 'bold'}
                    textColor="neutral800"
                  >
                    {standing[group]}
                  </Typography>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </Grid>
    </Box>
  );
};
