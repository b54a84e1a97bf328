import { useState } from 'react';

import { Button, Flex } from '@strapi/design-system';
import { ChevronLeft, ChevronRight } from '@strapi/icons';

import { useWords } from '../../i18n';
import { useUrl } from '../parts';

interface PagerProps {
  /** The cursor of this page. Empty on the first. */
  cursor: string;
  next: string | null;
  /** Counted from 1. */
  page: number;
}

/** Older and newer, because page numbers would need a count of a million rows. */
export const Pager = ({ cursor, next, page }: PagerProps) => {
  const t = useWords('activity');
  const url = useUrl();
  const [way, setWay] = useState<readonly string[]>([]);
  if (!cursor && next === null) return null;

  const older = () => {
    setWay([...way, cursor]);
    url.change({ cursor: next, page: String(page + 1) });
  };
  // After following a link there's no previous page, so newer leads to the newest.
  const newer = () => {
    const before = way.at(-1) ?? '';
    setWay(way.slice(0, -1));
    url.change({ cursor: before, page: before ? String(page - 1) : null });
  };
  return (
    <Flex tag="nav" aria-label={t('pager.label')} justifyContent="flex-end" gap={2} paddingTop={4}>
      <Button variant="tertiary" size="S" startIcon={<ChevronLeft />} disabled={!cursor} onClick={newer}>
        {t('pager.newer')}
      </Button>
      <Button variant="tertiary" size="S" endIcon={<ChevronRight />} disabled={next === null} onClick={older}>
        {t('pager.older')}
      </Button>
    </Flex>
  );
};
