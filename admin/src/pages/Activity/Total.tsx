import { Typography } from '@strapi/design-system';

import { useWords } from '../../i18n';
import { PAGE_SIZE } from './use-filters';

interface TotalProps {
  total: { count: number; more: boolean } | undefined;
  page: number;
  rows: number;
}

/** "2,412 events, showing 1–25". The server stops counting at ten thousand. */
export const Total = ({ total, page, rows }: TotalProps) => {
  const t = useWords('activity');
  const from = (page - 1) * PAGE_SIZE + 1;
  if (!total || rows === 0) return <Typography textColor="neutral600">{t('total.none')}</Typography>;
  const facts = { count: total.count, from, to: from + rows - 1 };
  return <Typography textColor="neutral600">{t(total.more ? 'total.more' : 'total', facts)}</Typography>;
};
