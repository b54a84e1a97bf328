import { Box, Flex, Link, Typography } from '@strapi/design-system';

import { type MeView } from '../../../../shared/contracts/types';
import { useHelpText } from '../../components';
import { useWords } from '../../i18n';
import { Section } from '../parts';

/** At the end of the page: what to do about a lost device, and who helps. */
export const LostDevice = ({ me }: { me: MeView }) => {
  const t = useWords('security');
  const { url } = me.support;
  const text = useHelpText(me.support);
  if (!me.enrolled && !text && !url) return null;
  return (
    <Section title={t(me.enrolled ? 'lost.title' : 'notice.help')} hint={me.enrolled ? t('lost.line') : null}>
      {text || url ? (
        <Flex direction="column" alignItems="flex-start" gap={2}>
          {text ? (
            <Typography tag="p" textColor="neutral800">
              {text}
            </Typography>
          ) : null}
          {url ? (
            <Box>
              <Link href={url} isExternal>
                {t('notice.help.link')}
              </Link>
            </Box>
          ) : null}
        </Flex>
      ) : null}
    </Section>
  );
};
