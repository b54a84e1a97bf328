import { Flex, Typography } from '@strapi/design-system';

import { useWords } from '../../i18n';
import type { GateModel } from '../question/use-gate';
import { HelpLine } from './HelpLine';
import { MessageScreen } from './MessageScreen';

interface MessageScreensProps {
  model: GateModel;
  signIn: boolean;
  /** Whether something was set up before the time was over. */
  enrolled: boolean;
  close(): void;
  logOut(): void;
  goOnToMySecurity(): void;
}

/** All screens that show a message. Null while something is being asked. */
export const MessageScreens = ({ model, signIn, enrolled, close, logOut, goOnToMySecurity }: MessageScreensProps) => {
  const t = useWords('challenge');
  const shared = useWords('shared');
  const { state, act, retry } = model;
  const leave = { words: signIn ? t('action.backToLogin') : t('action.close'), run: close };

  switch (state.screen) {
    case 'lost':
      return (
        <MessageScreen primary={{ words: shared('action.back'), run: () => act({ type: 'back' }) }}>
          <Flex direction="column" gap={3}>
            <span>{t('lost.text')}</span>
            <HelpLine help={state.help} />
          </Flex>
        </MessageScreen>
      );
    case 'stuck':
      return (
        <MessageScreen primary={leave} secondary={signIn ? null : { words: t('frame.logOut'), run: logOut }}>
          <Flex direction="column" gap={3}>
            <span>{t('stuck.text')}</span>
            <HelpLine help={state.help} />
          </Flex>
        </MessageScreen>
      );
    case 'expired':
      return (
        <MessageScreen
          primary={signIn ? leave : { words: shared('action.tryAgain'), run: model.moreTime }}
          secondary={signIn ? null : leave}
        >
          {t(signIn ? (enrolled ? 'expired.enrolled' : 'expired.signIn') : 'expired.stepUp')}
        </MessageScreen>
      );
    case 'unreachable':
      return (
        <MessageScreen primary={{ words: shared('action.tryAgain'), run: retry }} secondary={leave}>
          {shared('refusal.unreachable')}
        </MessageScreen>
      );
    case 'reauthenticate':
      return (
        <MessageScreen
          primary={{ words: t('reauthenticate.action'), run: logOut }}
          secondary={{ words: shared('action.cancel'), run: close }}
        >
          {t('reauthenticate.text')}
        </MessageScreen>
      );
    case 'recovered':
      return (
        <MessageScreen
          primary={{ words: t('recovered.review'), run: goOnToMySecurity }}
          secondary={{ words: t('recovered.goOn'), run: model.finish }}
        >
          <Typography>{t('recovered.text', { count: state.remaining ?? 0 })}</Typography>
        </MessageScreen>
      );
    default:
      return null;
  }
};
