/** The few column types of the plugin's tables. */
export type Attribute = {
  type: 'string' | 'text' | 'integer' | 'boolean' | 'biginteger';
  required?: boolean;
  column?: { unique: true };
};

export const string = { type: 'string' } as const;
export const text = { type: 'text' } as const;
export const integer = { type: 'integer' } as const;
export const boolean = { type: 'boolean' } as const;
export const time = { type: 'biginteger' } as const;
/** A real unique index. `unique: true` alone is only checked by the application. */
export const unique = <T extends Attribute>(attribute: T) => ({ ...attribute, column: { unique: true as const } });

export interface Definition {
  attributes: Record<string, Attribute>;
  /** Each entry is one index, by the column names in the database. */
  indexes?: string[][];
}
