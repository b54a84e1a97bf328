/**
 * Pieces that more than one screen is made of, all of them accessible by keyboard and screen reader.
 * They sentenceOf the words of the area `shared`, so they stand inside `<Words areas={['shared']}>`.
 * They never call the server: what they need done is handed to them.
 */
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
export { Notice, type NoticeTone } from './Notice';
export { NameField } from './NameField';
export { PasswordField } from './PasswordField';
export { QrPanel } from './QrPanel';
export { RecoveryCodesPaper } from './RecoveryCodesPaper';
export { RecoveryCodesSheet } from './RecoveryCodesSheet';
export { downloadText } from './recovery-file';
export { minutesLeft, SentCode } from './SentCode';
export { Steps } from './Steps';
export { useDeliveredEnrollment } from './use-delivered';
export { useAttemptsLeft, useRefusalWords } from './use-refusal-words';
