import { useEffect, useRef } from 'react';

import { useSearchParams } from 'react-router-dom';

import { type AuthenticatorType, type MeView } from '../../../../shared/contracts/types';
import { addable } from './groups';

/** `?add=webauthn`, from the invitation after a login: begins to add that method, once. */
export const useAddFromAddress = (me: MeView, begin: (type: AuthenticatorType) => void): void => {
  const [params, setParams] = useSearchParams();
  const done = useRef(false);
  const wanted = params.get('add');

  useEffect(() => {
    if (wanted === null || done.current) return;
    done.current = true;
    setParams(
      (now) => {
        now.delete('add');
        return now;
      },
      { replace: true }
    );
    const factor = addable(me).find(({ method }) => method === wanted);
    if (factor) begin(factor.method);
  }, [wanted, me, begin, setParams]);
};
