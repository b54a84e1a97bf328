import { styled } from 'styled-components';

import { useWords } from '../i18n';

/** White with a quiet zone in both themes: scanners need dark on light. */
const Tile = styled.div`
  background: #ffffff;
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  display: inline-block;
  line-height: 0;
  padding: 1.6rem;

  img {
    height: auto;
    max-width: 100%;
    width: 18rem;
  }
`;

/** `source`: the SVG data URI the server made. */
export const QrPanel = ({ source }: { source: string }) => {
  const t = useWords('shared');
  return (
    <Tile>
      <img src={source} alt={t('qr.label')} width={180} height={180} />
    </Tile>
  );
};
