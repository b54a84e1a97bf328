/**
 * Components shared by several screens. All of them are accessible by keyboard and screen reader. They use the texts of
 * the area `shared`, so they belong inside `<Words areas={['shared']}>`. They never call the server: their callers pass
 * in what they need.
 */
export { AddedLine } from './AddedLine';
export { CodeField } from './CodeField';
export { cleanCode, codeFault, CODE_LENGTH } from './code';
export { CopyLine } from './CopyLine';
export { copyText } from './clipboard';
export { DeliveredChallenge } from './DeliveredChallenge';
export { describedBy, FieldFrame } from './FieldFrame';
export { FieldLabel } from './FieldLabel';
export { FirstFactor } from './FirstFactor';
export { GuideLink } from './GuideLink';
export { MailedCode } from './MailedCode';
export { KeyState } from './KeyState';
export { Notice, type NoticeTone } from './Notice';
export { PasswordField } from './PasswordField';
export { QrPanel } from './QrPanel';
export { RecoveryCodesPaper } from './RecoveryCodesPaper';
export { RecoveryCodesSheet } from './RecoveryCodesSheet';
export { RenameForm } from './RenameForm';
export { downloadText } from './recovery-file';
export { minutesLeft, SentCode } from './SentCode';
export { Steps } from './Steps';
export { useDeliveredEnrollment } from './use-delivered';
export { useHelpText, type HelpTexts } from './use-help-text';
export { useAttemptsLeft, useRefusalWords } from './use-refusal-words';
