import { Button, Flex, Loader, Modal, Typography } from '@strapi/design-system';

import { useWords } from '../../i18n';
import { type Attempt, type Phase } from './lost-answer';

interface LostAnswerProps {
  attempt: Attempt;
  phase: Phase;
  onAsk(): void;
  onClose(): void;
}

/** Claims nothing that the panel can't know: it asks Strapi what happened, and goes on from there. */
export const LostAnswer = ({ attempt, phase, onAsk, onClose }: LostAnswerProps) => {
  const t = useWords('person');
  const pages = useWords('pages');
  const { action, person, again } = attempt;
  const name = person.name || person.email;
  const words: Record<Phase, string> = {
    asking: t('lost.checking'),
    unknown: t('lost.unknown'),
    not_done: t(`lost.${action}`, { name }),
    unseen: t('lost.passUnseen'),
  };
  const next: Record<Exclude<Phase, 'asking'>, [label: string, go: () => void]> = {
    unknown: [t('lost.ask'), onAsk],
    not_done: [t('lost.again'), again],
    unseen: [t('lost.newPass'), again],
  };
  return (
    <Modal.Root open onOpenChange={(open: boolean) => (open ? undefined : onClose())}>
      <Modal.Content aria-describedby={undefined} style={{ maxWidth: '56rem' }}>
        <Modal.Header closeLabel={pages('action.close')}>
          <Modal.Title>{t('lost.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex gap={3} role="status" data-lost={phase}>
            {phase === 'asking' ? <Loader small /> : null}
            <Typography tag="p">{words[phase]}</Typography>
          </Flex>
        </Modal.Body>
        {phase === 'asking' ? null : (
          <Modal.Footer>
            <Button variant="tertiary" onClick={onClose}>
              {pages('action.close')}
            </Button>
            <Button autoFocus onClick={next[phase][1]}>
              {next[phase][0]}
            </Button>
          </Modal.Footer>
        )}
      </Modal.Content>
    </Modal.Root>
  );
};
