/** Checks FIDO metadata, and counts the registered security keys whose model it lists as withdrawn. */
import { checksModels, type ModelsStanding } from '../../factors';
import { error, found, ok, warning, withParts, type DiagnosticsDeps, type Examination, type Verdict } from './check';

const PAGE = 1000;
const NAMED = 5;

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const aboutMetadata = ({ state, known, problem }: ModelsStanding, required: boolean): Verdict => {
  if (state === 'off')
    return required ? error('models_missing_but_required', { problem: '–' }) : ok('models_unchecked');
  if (known === null) {
    const values = { problem: problem ?? '–' };
    return required ? error('models_missing_but_required', values) : warning('models_missing', values);
  }
  const values = { no: known.no, until: dayOf(known.goodUntil) };
  if (state === 'current') return ok('models_ok', { ...values, count: known.models });
  return required ? error('models_stale_but_required', values) : warning('models_stale', values);
};

/** The number of registered keys of each withdrawn model, by its name. */
const withdrawn = async ({ authenticators, factors }: DiagnosticsDeps): Promise<Map<string, number>> => {
  const models = new Map<string, number>();
  for (let place: number | null = 0; place !== null;) {
    const page = await authenticators.batch(place, PAGE);
    for (const one of page.rows) {
      const factor = factors.factor(one.type);
      const against = factor && checksModels(factor) ? factor.withdrawal(one) : null;
      if (against) models.set(against.model, (models.get(against.model) ?? 0) + 1);
    }
    place = page.place;
  }
  return models;
};

const models: Examination['look'] = async (deps, way) => {
  const factor = deps.factors.factors().find(checksModels);
  if (!factor) return ok('models_unchecked');
  // The command line is a separate process without metadata, so it waits for a refresh. The panel doesn't.
  if (way === null) await factor.refreshModels();
  const required = (await deps.policies.current()).authenticators.attestation === 'required';
  const standing = factor.models();
  const verdict = aboutMetadata(standing, required);
  const against = standing.known === null ? new Map<string, number>() : await withdrawn(deps);
  const count = [...against.values()].reduce((sum, one) => sum + one, 0);
  const parts = [
    ...(standing.problem !== null && standing.known !== null
      ? [found('models_not_renewed', { problem: standing.problem })]
      : []),
    ...(count > 0
      ? [found('models_withdrawn', { count, models: [...against.keys()].sort().slice(0, NAMED).join(', ') })]
      : []),
  ];
  if (parts.length === 0) return verdict;
  return withParts({ ...verdict, status: verdict.status === 'ok' ? 'warning' : verdict.status }, parts);
};

export const MODELS: readonly Examination[] = [{ id: 'authenticator_models', look: models }];
