import { useEffect, useState, type ComponentType } from 'react';

import { Button, Flex, Loader } from '@strapi/design-system';

import { useWords } from '../i18n';
import { twice } from '../load-again';
import { Notice } from './Notice';

/**
 * A part of a screen in a file of its own, which is loaded when the part is drawn for the first time. Not `lazy`, which
 * keeps a failure forever and takes the whole screen down with it.
 */
export const later = <Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> => {
  let known: ComponentType<Props> | null = null;
  return function Later(props: Props) {
    const t = useWords('shared');
    const [Part, setPart] = useState<ComponentType<Props> | null>(() => known);
    const [failures, setFailures] = useState(0);
    const [attempt, setAttempt] = useState(0);

    useEffect(() => {
      if (known) return;
      let live = true;
      twice(load).then(
        (part) => {
          known = part;
          if (live) setPart(() => part);
        },
        () => {
          if (live) setFailures((count) => count + 1);
        }
      );
      return () => {
        live = false;
      };
    }, [attempt]);

    if (Part) return <Part {...props} />;
    if (failures <= attempt) {
      return (
        <Flex justifyContent="center" minHeight="12rem">
          <Loader>{t('loading')}</Loader>
        </Flex>
      );
    }
    return (
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Notice tone="warning" announce="assertive">
          {t('part.notLoaded')}
        </Notice>
        <Button type="button" variant="secondary" onClick={() => setAttempt(failures)}>
          {t('action.tryAgain')}
        </Button>
      </Flex>
    );
  };
};
