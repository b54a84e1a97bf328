import { styled } from 'styled-components';

import { useWords } from '../../i18n';
import { type PanelApp } from '../panel';
import { useLanguage } from '../question/PanelLook';

/** A native control, because the design system's list opens outside our layer, where it can't be used. */
const Select = styled.select`
  background: ${({ theme }) => theme.colors.neutral0};
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  color: ${({ theme }) => theme.colors.neutral800};
  font: inherit;
  font-size: 1.4rem;
  min-height: 4rem;
  padding: 0.8rem 1.2rem;
`;

/** The panel's own language setting, as on its login page. */
export const LanguageSelect = ({ app, names }: { app: PanelApp; names: Record<string, string> }) => {
  const t = useWords('challenge');
  const language = useLanguage(app);
  return (
    <Select
      aria-label={t('frame.language')}
      value={language}
      onChange={(event) => app.store?.dispatch({ type: 'admin/setLocale', payload: event.target.value })}
    >
      {Object.entries(names).map(([code, name]) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </Select>
  );
};
