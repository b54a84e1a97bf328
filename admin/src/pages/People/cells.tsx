import { Badge, Flex, Tooltip, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { type PersonRow } from '../../../../shared/contracts/types';
import { FactorIcon } from '../../factors';
import { useWords } from '../../i18n';

/** One line that never widens its column. The whole text is in its title. */
const Cut = styled.span`
  display: block;
  max-width: 8rem;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
`;

/** Takes the room that the other columns leave, however long the name is. */
export const WHO_STYLE = { maxWidth: 0, minWidth: '16rem', width: '99%' };

/** A name can be in another direction than the panel, so it's kept apart from the text around it. */
export const Who = ({ person }: { person: PersonRow }) => (
  <div translate="no">
    <Typography tag="div" fontWeight="bold" textColor="neutral800" ellipsis title={person.name || person.email}>
      <bdi>{person.name || person.email}</bdi>
    </Typography>
    {person.name ? (
      <Typography tag="div" variant="pi" textColor="neutral600" ellipsis title={person.email}>
        <bdi>{person.email}</bdi>
      </Typography>
    ) : null}
  </div>
);

const FIRST = 2;

/** The first two roles, and how many more there are. */
export const Roles = ({ roles }: Pick<PersonRow, 'roles'>) => {
  const t = useWords('people');
  const rest = roles.slice(FIRST);
  return (
    <Flex gap={1} wrap="wrap">
      {roles.slice(0, FIRST).map((role) => (
        <Badge key={role.code} title={role.name}>
          <Cut>
            <bdi>{role.name}</bdi>
          </Cut>
        </Badge>
      ))}
      {rest.length > 0 ? (
        <Tooltip label={rest.map(({ name }) => name).join(', ')}>
          <Badge tabIndex={0} aria-label={t('roles.rest', { count: rest.length })} role="img">
            +{rest.length}
          </Badge>
        </Tooltip>
      ) : null}
    </Flex>
  );
};

/**
 * What the icons don't show: people who need no password, and keys that the policy no longer accepts or that were
 * withdrawn.
 */
const KeyLines = ({ person }: { person: PersonRow }) => {
  const t = useWords('people');
  const { logsInAlone, uncountedKeys, withdrawnKeys } = person;
  return (
    <>
      {logsInAlone ? (
        <Typography variant="pi" textColor="neutral600">
          {t('methods.alone')}
        </Typography>
      ) : null}
      {uncountedKeys > 0 ? (
        <Badge backgroundColor="warning100" textColor="neutral800">
          {t('methods.uncounted', { count: uncountedKeys })}
        </Badge>
      ) : null}
      {withdrawnKeys > 0 ? (
        <Badge backgroundColor="danger100" textColor="neutral800">
          {t('methods.withdrawn', { count: withdrawnKeys })}
        </Badge>
      ) : null}
    </>
  );
};

export const Methods = ({ person }: { person: PersonRow }) => {
  const t = useWords('people');
  const shared = useWords('shared');
  if (person.methods.length === 0) return <Typography textColor="neutral600">{t('methods.none')}</Typography>;
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Flex gap={1}>
        {person.methods.map((method) => (
          <Tooltip key={method} label={shared(`method.${method}.name`)}>
            <span role="img" aria-label={shared(`method.${method}.name`)}>
              <FactorIcon method={method} />
            </span>
          </Tooltip>
        ))}
      </Flex>
      <KeyLines person={person} />
    </Flex>
  );
};
