import { useState } from 'react';

import { Button, Flex, TextButton } from '@strapi/design-system';
import { Key } from '@strapi/icons';

import { Laptop, ScanCode, Smartphone } from '../../components/glyphs';
import { useWords } from '../../i18n';
import type { Capabilities } from './capabilities';
import type { Hint } from './ceremony';

/** A finger on a phone or tablet, and no mouse. */
const TOUCH = '(hover: none) and (pointer: coarse)';

const WAYS = [
  { hint: 'client-device', needs: 'platform', words: 'enroll.webauthn.device', Icon: Laptop },
  { hint: 'security-key', needs: null, words: 'enroll.webauthn.key', Icon: Key },
  { hint: 'hybrid', needs: 'hybrid', words: 'enroll.webauthn.phone', Icon: ScanCode },
] as const;

const ON_TOUCH = { words: 'enroll.webauthn.here', Icon: Smartphone } as const;

interface WaysProps {
  /** Null until the browser answered. */
  capabilities: Capabilities | null;
  running: Hint | null;
  start(hint: Hint): Promise<void>;
  cancel(): void;
}

/**
 * Where the new passkey will be. On a phone or tablet, that's nearly always the device in hand, so the others wait
 * behind a link.
 */
export const Ways = ({ capabilities, running, start, cancel }: WaysProps) => {
  const t = useWords('shared');
  const [all, setAll] = useState(false);
  const [touch] = useState(() => window.matchMedia(TOUCH).matches);
  const ways = capabilities ? WAYS.filter(({ needs }) => needs === null || capabilities[needs]) : [];
  const folds = touch && !all && ways[0]?.hint === 'client-device' && ways.length > 1;
  const shown = folds ? ways.slice(0, 1) : ways;

  return (
    <Flex direction="column" alignItems="stretch" gap={2} minHeight={touch ? '9rem' : '13rem'}>
      {shown.map((way, index) => {
        const { words, Icon } = touch && way.hint === 'client-device' ? ON_TOUCH : way;
        return (
          <Button
            key={way.hint}
            type="button"
            size="L"
            fullWidth
            autoFocus={index === 0}
            variant={index === 0 ? 'default' : 'secondary'}
            startIcon={<Icon />}
            loading={running === way.hint}
            disabled={running !== null && running !== way.hint}
            onClick={() => void start(way.hint)}
          >
            {t(words)}
          </Button>
        );
      })}
      {folds && running === null ? (
        <Flex justifyContent="center" paddingTop={2}>
          <TextButton type="button" onClick={() => setAll(true)}>
            {t('enroll.webauthn.others')}
          </TextButton>
        </Flex>
      ) : null}
      {running ? (
        <Button type="button" variant="tertiary" onClick={cancel}>
          {t('action.cancel')}
        </Button>
      ) : null}
    </Flex>
  );
};
