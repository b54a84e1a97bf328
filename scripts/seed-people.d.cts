import type { Core } from '@strapi/strapi';

export interface SeedPeople {
  /** E-mail address of the administrator who did what was done. */
  actor: string;
  /** Of everybody who is added. */
  password: string;
  tell?: (written: number, total: number) => void;
}

export const seedPeople: (strapi: Core.Strapi, options: SeedPeople) => Promise<void>;
