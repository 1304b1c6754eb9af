import type { StaffMe } from '@kouyi/shared/contracts';
import type { Right } from '@kouyi/shared/types';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, createContext, useContext, useEffect, useMemo, useState } from 'react';
import { Navigate, useLocation } from 'react-router';
import { Refused, onSignedOut, useApi } from '../api';
import { Bones } from '../ui/Bones';
import { Failed } from '../ui/pieces';
import { SignInAgain } from './SignInAgain';
import { isHalfWritten } from './unsaved';

// The session itself is a cookie that scripts cannot see. This only remembers that there was one, so that a first
// visit goes to the sign-in page without being refused first.
const KEY = 'kouyi.was-signed-in';

/** Remembers, for the next visit, whether somebody is signed in here. */
export const rememberSignedIn = (is: boolean): void => {
  if (is) localStorage.setItem(KEY, 'yes');
  else localStorage.removeItem(KEY);
};

const Session = createContext<StaffMe | null>(null);

/** Who is signed in. Only below `Guarded`. */
export const useMe = (): StaffMe => {
  const me = useContext(Session);
  if (!me) throw new Error('useMe outside of Guarded');
  return me;
};

/** Whether the person at the screen may do something; what they may not is not shown. */
export const useCan = (): ((right: Right) => boolean) => {
  const { rights } = useMe();
  return (right) => rights.includes(right);
};

/** Shows its children to staff who are signed in, and the way to the sign-in page to anybody else. */
export const Guarded = ({ children }: { children: ReactNode }) => {
  const client = useQueryClient();
  const place = useLocation();
  // Who opens a page deep inside has been here, on this machine or another.
  const [wasHere] = useState(() => localStorage.getItem(KEY) !== null || place.pathname !== '/');
  const me = useApi('staffSession', 'me', {}, { enabled: wasHere });
  useEffect(
    () => onSignedOut(() => void client.invalidateQueries({ queryKey: ['staffSession', 'me'] })),
    [client],
  );
  const signedOut = (me.error instanceof Refused && me.error.status === 401) || (!wasHere && !me.data);
  // Whoever was in and is out without having left is told why they stand at the door.
  const expired = useMemo(() => signedOut && localStorage.getItem(KEY) !== null, [signedOut]);
  useEffect(() => {
    if (signedOut) rememberSignedIn(false);
  }, [signedOut]);
  const comeBack = (back: StaffMe): void => {
    rememberSignedIn(true);
    client.setQueryData(['staffSession', 'me', {}], back);
    // Whatever was asked for meanwhile was refused.
    void client.invalidateQueries();
  };
  // What somebody is in the middle of writing stays where it is, behind a door of its own.
  const stays = me.data !== undefined && isHalfWritten();
  if (signedOut && !stays) {
    const to = encodeURIComponent(place.pathname + place.search);
    return <Navigate to={`/sign-in?to=${to}${expired ? '&expired=1' : ''}`} replace />;
  }
  // An answer that is already here outlives a lost connection; the banner says that it is old.
  if (me.data)
    return (
      <Session.Provider value={me.data}>
        {children}
        {signedOut && <SignInAgain me={me.data} onIn={comeBack} />}
      </Session.Provider>
    );
  if (me.error) return <Failed failure={me.error} retry={() => void me.refetch()} />;
  return (
    <div style={{ padding: 40 }}>
      <Bones />
    </div>
  );
};

/** Shows its children to those who hold the right. */
export const IfCan = ({ right, children }: { right: Right; children: ReactNode }) =>
  useCan()(right) ? <>{children}</> : null;
