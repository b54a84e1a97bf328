/** Names for AAGUIDs. Many keys of one name have several, one for each firmware: people choose names. Pure. */
export interface KeyModel {
  name: string;
  ids: readonly string[];
}

/** Names by AAGUID. */
export type Names = Readonly<Record<string, string>>;

const AAGUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** One model a name, in the order of the reader's alphabet. */
export const modelsOf = (names: Names, locale: string): KeyModel[] => {
  const byName = new Map<string, string[]>();
  for (const [id, name] of Object.entries(names)) byName.set(name, [...(byName.get(name) ?? []), id]);
  const { compare } = new Intl.Collator(locale, { sensitivity: 'base', numeric: true });
  return [...byName].map(([name, ids]) => ({ name, ids })).sort((one, other) => compare(one.name, other.name));
};

export interface ChosenModel {
  /** Null: nobody knows a name for it. */
  name: string | null;
  /** Those of its AAGUIDs that are allowed. */
  ids: readonly string[];
  /** How many the name has. */
  total: number;
}

/** What a list of AAGUIDs allows, name by name; then those without one. */
export const chosenOf = (ids: readonly string[], models: readonly KeyModel[]): ChosenModel[] => {
  const named = models.flatMap(({ name, ids: all }) => {
    const allowed = all.filter((id) => ids.includes(id));
    return allowed.length > 0 ? [{ name, ids: allowed, total: all.length }] : [];
  });
  const known = new Set(named.flatMap((one) => one.ids));
  const strangers = ids.filter((id) => !known.has(id)).map((id) => ({ name: null, ids: [id], total: 1 }));
  return [...named, ...strangers];
};

/** An AAGUID as somebody may paste it; null for anything else. */
export const aaguidIn = (text: string): string | null => {
  const tidy = text
    .trim()
    .replace(/^\{|\}$/g, '')
    .toLowerCase();
  return AAGUID.test(tidy) ? tidy : null;
};
