import { useLocation, useNavigate, useSearchParams } from 'react-router-dom';

const KEY = 'person';
const MARK = 'mfaPerson';

/**
 * The person whose details are open, in the address. The back button closes them, and so does closing them, so that
 * there's no address left to go back to.
 */
export const usePersonInUrl = () => {
  const [params, setParams] = useSearchParams();
  const { state } = useLocation();
  const navigate = useNavigate();
  const id = Number(params.get(KEY));
  const without = (): URLSearchParams => {
    const rest = new URLSearchParams(params);
    rest.delete(KEY);
    return rest;
  };
  return {
    id: Number.isInteger(id) && id > 0 ? id : null,
    open(person: { id: number }): void {
      const next = without();
      next.set(KEY, String(person.id));
      setParams(next, { state: { [MARK]: true } });
    },
    close(): void {
      const opened = typeof state === 'object' && state !== null && MARK in state;
      if (opened) void navigate(-1);
      else setParams(without(), { replace: true });
    },
  };
};
