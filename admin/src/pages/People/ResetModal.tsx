import { useId, useState } from 'react';

import { Checkbox, Field, Flex, Radio, Typography } from '@strapi/design-system';

import { type PersonRow } from '../../../../shared/contracts/types';
import { useGetMfaPersonQuery } from '../../api';
import { Notice } from '../../components';
import { useWords } from '../../i18n';
import { ActionField, ActionModal } from './ActionModal';
import { PassHours, USUAL_HOURS } from './PassModal';
import { Verify } from './Verify';

interface ResetModalProps {
  person: PersonRow;
  /** `passHours`: how long the new pass is valid. Null for none. */
  onReset(reason: string, authenticatorIds: string[] | undefined, passHours: number | null): void;
  onClose(): void;
}

interface ChosenProps {
  person: PersonRow;
  /** Null means everything. */
  chosen: readonly string[] | null;
  missing: boolean;
  onChange(chosen: readonly string[] | null): void;
}

/** Everything, or some of several methods. */
const Chosen = ({ person, chosen, missing, onChange }: ChosenProps) => {
  const t = useWords('people');
  const id = useId();
  const { data } = useGetMfaPersonQuery({ id: person.id });
  const authenticators = data?.authenticators ?? [];
  if (authenticators.length < 2) return null;
  const toggle = (one: string, on: boolean) =>
    onChange(on ? [...(chosen ?? []), one] : (chosen ?? []).filter((other) => other !== one));
  return (
    <Field.Root name="what">
      <Typography variant="pi" fontWeight="bold" textColor="neutral800" id={id}>
        {t('reset.what')}
      </Typography>
      <Radio.Group
        aria-labelledby={id}
        value={chosen === null ? 'everything' : 'chosen'}
        onValueChange={(value: string) => onChange(value === 'chosen' ? [] : null)}
      >
        <Radio.Item value="everything">{t('reset.everything')}</Radio.Item>
        <Radio.Item value="chosen">{t('reset.chosen')}</Radio.Item>
      </Radio.Group>
      {chosen === null ? null : (
        <Flex direction="column" alignItems="flex-start" gap={2} paddingLeft={6}>
          {authenticators.map((one) => (
            <Checkbox
              key={one.id}
              checked={chosen.includes(one.id)}
              onCheckedChange={(value) => toggle(one.id, value === true)}
            >
              {one.name}
            </Checkbox>
          ))}
        </Flex>
      )}
      <div role="alert">
        {missing ? (
          <Typography variant="pi" textColor="danger600">
            {t('reset.chosen.missing')}
          </Typography>
        ) : null}
      </div>
    </Field.Root>
  );
};

const SUPER_ADMIN = 'strapi-super-admin';

/** Resets a person's MFA: a check that the request is real, a reason, and for a Super Admin a word to type. */
export const ResetModal = ({ person, onReset, onClose }: ResetModalProps) => {
  const t = useWords('people');
  const name = person.name || person.email;
  const word = t('reset.word');
  const [typed, setTyped] = useState('');
  const [checked, setChecked] = useState(false);
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const [passHours, setPassHours] = useState<number | null>(null);
  const [tried, setTried] = useState(false);
  // A mistake here costs most: nobody may be left who can log in.
  const asksForWord = person.roles.some(({ code }) => code === SUPER_ADMIN);
  const wrongWord = asksForWord && typed.trim().toLocaleUpperCase() !== word.toLocaleUpperCase();
  const nothing = chosen !== null && chosen.length === 0;

  const check = (): boolean => {
    setTried(true);
    return !wrongWord && checked && !nothing;
  };

  return (
    <ActionModal
      title={t('reset.title', { name })}
      line={t(chosen === null ? 'reset.line' : 'reset.some')}
      confirm={t('reset.confirm')}
      danger
      reasons={['lost_phone', 'new_phone', 'left_company', 'other']}
      check={check}
      onConfirm={(reason) =>
        chosen === null ? onReset(reason, undefined, passHours) : onReset(reason, [...chosen], null)
      }
      onClose={onClose}
    >
      {asksForWord ? <Notice tone="warning">{t('reset.lastAdmin')}</Notice> : null}
      <Chosen person={person} chosen={chosen} missing={tried && nothing} onChange={setChosen} />
      <Verify person={person} onVerified={() => setChecked(true)} />
      <div>
        <Checkbox checked={checked} onCheckedChange={(value) => setChecked(value === true)}>
          {t('reset.checked', { name })}
        </Checkbox>
        <div role="alert">
          {tried && !checked ? (
            <Typography variant="pi" textColor="danger600" tag="p">
              {t('reset.checked.missing')}
            </Typography>
          ) : null}
        </div>
      </div>
      {chosen === null ? (
        <Flex direction="column" alignItems="stretch" gap={3}>
          <Checkbox
            checked={passHours !== null}
            onCheckedChange={(value) => setPassHours(value === true ? USUAL_HOURS : null)}
          >
            {t('reset.withPass')}
          </Checkbox>
          {passHours === null ? null : <PassHours hours={passHours} onChange={setPassHours} />}
        </Flex>
      ) : null}
      {asksForWord ? (
        <ActionField
          label={t('reset.word.label', { word })}
          value={typed}
          error={tried && wrongWord ? t('reset.word.wrong', { word }) : null}
          onChange={setTyped}
        />
      ) : null}
    </ActionModal>
  );
};
