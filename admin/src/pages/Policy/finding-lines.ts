import { AUTHENTICATOR_TYPES } from '../../../../shared/contracts/constants';
import { FINDING_CODES } from '../../../../shared/contracts/findings';
import { type SentCheck, type SentFinding } from '../../api';
import { type useWords } from '../../i18n';

interface Speech {
  policy: ReturnType<typeof useWords<'policy'>>;
  shared: ReturnType<typeof useWords<'shared'>>;
}

const sentenceOf = ({ code, values = {} }: SentFinding, { policy, shared }: Speech): string | null => {
  const known = FINDING_CODES.find((one) => one === code);
  if (!known) return null;
  const sentence = policy(`finding.${known}`, values);
  const method = AUTHENTICATOR_TYPES.find((type) => type === values.method);
  return method ? policy('checks.method', { method: shared(`method.${method}.name`), reason: sentence }) : sentence;
};

/** One line per finding. All of them in the server's English if the panel doesn't know one. */
export const linesOf = (check: SentCheck, speech: Speech): string[] => {
  const findings = [check, ...(check.parts ?? [])];
  const sentences = findings.flatMap((finding) => sentenceOf(finding, speech) ?? []);
  return sentences.length === findings.length ? sentences : [check.message];
};
