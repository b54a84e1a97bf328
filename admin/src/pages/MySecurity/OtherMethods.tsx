import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';

import { type AuthenticatorType, type MeView } from '../../../../shared/contracts/types';
import { FactorIcon } from '../../factors';
import { useWords } from '../../i18n';
import { Rows, Section } from '../parts';
import { ADD_LABELS, addable, GROUPS, rowsOf } from './groups';
import { useObstacleWords } from './use-obstacle-words';

interface OtherMethodsProps {
  me: MeView;
  asking: AuthenticatorType | null;
  onAdd(type: AuthenticatorType): void;
}

/** Kinds of methods that the person doesn't have, in one short list. */
export const OtherMethods = ({ me, asking, onAdd }: OtherMethodsProps) => {
  const t = useWords('security');
  const obstacles = useObstacleWords(me);
  const empty = GROUPS.map(({ key, types }) => ({
    key,
    allowed: types.filter((type) => me.allowedMethods.includes(type)),
    has: rowsOf(me, types).length > 0,
  })).filter(({ allowed, has }) => !has && allowed.length > 0);
  if (empty.length === 0) return null;
  const offered = addable(me).map(({ method }) => method);

  return (
    <Section title={t(me.enrolled ? 'ways.title' : 'ways.first')}>
      <Rows>
        {empty.map(({ key, allowed: [first, ...rest] }) => {
          const types = first === undefined ? [] : [first, ...rest];
          const id = `mfa-way-${key}`;
          const why = [...new Set(types.map(obstacles).filter((words) => words !== null))];
          return (
            <Box tag="li" key={key}>
              <Flex tag="section" aria-labelledby={id} gap={4} alignItems="flex-start" wrap="wrap">
                <Flex gap={4} alignItems="flex-start" flex="1 1 24rem" minWidth={0}>
                  {first === undefined ? null : <FactorIcon method={first} />}
                  <Flex direction="column" alignItems="flex-start" gap={1} minWidth={0}>
                    <Typography tag="h3" id={id} fontWeight="bold" textColor="neutral800">
                      {t(`${key}.title`)}
                    </Typography>
                    <Typography tag="p" textColor="neutral600">
                      {t(`${key}.hint`)}
                    </Typography>
                    {why.map((words) => (
                      <Typography key={words} variant="pi" textColor="neutral600" tag="p">
                        {words}
                      </Typography>
                    ))}
                  </Flex>
                </Flex>
                <Flex gap={2} wrap="wrap">
                  {types
                    .filter((type) => offered.includes(type))
                    .map((type) => (
                      <Button
                        key={type}
                        variant="tertiary"
                        startIcon={<Plus />}
                        data-add={type}
                        loading={asking === type}
                        onClick={() => onAdd(type)}
                      >
                        {t(ADD_LABELS[type])}
                      </Button>
                    ))}
                </Flex>
              </Flex>
            </Box>
          );
        })}
      </Rows>
    </Section>
  );
};
