/** A row of `admin::user` with its roles. */
export interface AdminUser {
  id: number;
  email: string;
  firstname: string | null;
  lastname: string | null;
  username: string | null;
  password: string | null;
  isActive: boolean;
  preferedLanguage: string | null;
  createdAt: string | Date;
  roles: { id: number; code: string; name: string }[];
}
