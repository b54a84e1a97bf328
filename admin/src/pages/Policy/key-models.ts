/**
 * Names for AAGUIDs. Keys with the same name often have several, one per firmware version, so people choose names.
 * Pure.
 */
export interface KeyModel {
  name: string;
  ids: readonly string[];
}

/** Names by AAGUID. */
export type Names = Readonly<Record<string, string>>;

const AAGUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** One model per name, sorted for the reader's language. */
export const modelsOf = (names: Names, locale: string): KeyModel[] => {
  const byName = new Map<string, string[]>();
  for (const [id, name] of Object.entries(names)) byName.set(name, [...(byName.get(name) ?? []), id]);
  const { compare } = new Intl.Collator(locale, { sensitivity: 'base', numeric: true });
  return [...byName].map(([name, ids]) => ({ name, ids })).sort((one, other) => compare(one.name, other.name));
};

export interface ChosenModel {
  /** Null if no name is known. */
  name: string | null;
  /** The allowed AAGUIDs of this name. */
  ids: readonly string[];
  /** How many AAGUIDs the name has. */
  total: number;
}

/** Groups allowed AAGUIDs by name. Those without a name come last. */
export const chosenOf = (ids: readonly string[], models: readonly KeyModel[]): ChosenModel[] => {
  const named = models.flatMap(({ name, ids: all }) => {
    const allowed = all.filter((id) => ids.includes(id));
    return allowed.length > 0 ? [{ name, ids: allowed, total: all.length }] : [];
  });
  const known = new Set(named.flatMap((one) => one.ids));
  const strangers = ids.filter((id) => !known.has(id)).map((id) => ({ name: null, ids: [id], total: 1 }));
  return [...named, ...strangers];
};

/** Reads a pasted AAGUID. Null for anything else. */
export const aaguidIn = (text: string): string | null => {
  const tidy = text
    .trim()
    .replace(/^\{|\}$/g, '')
    .toLowerCase();
  return AAGUID.test(tidy) ? tidy : null;
};
