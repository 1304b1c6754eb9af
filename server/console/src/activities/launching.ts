import type { ActivityView } from '@kouyi/shared/contracts';
import type { ActivityState } from '@kouyi/shared/types';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { type Out, Refused, call, useSendEach } from '../api';

type Preview = Out<'activities', 'preview'>;

/** One of several drafts: what launching it would come to, and what came of it. */
export interface Launch {
  draft: ActivityView;
  /** Undefined while it is read, and where it could not be. */
  preview: Preview | undefined;
  failure: unknown;
  came: ActivityState | Refused | undefined;
}

/** Whether another activity hears the same word at the same time. */
export const collides = ({ preview }: Launch): boolean => (preview?.conflicts.length ?? 0) > 0;

/** Whether it can be launched as it stands; who has seen a refusal for what it collides with sees that now. */
export const isReady = (launch: Launch): boolean =>
  launch.preview?.problems.length === 0 &&
  (launch.came === undefined ||
    (launch.came instanceof Refused && launch.came.code === 'conflicts_unseen' && collides(launch)));

/** Launches several drafts one after another; each is looked at beside the others first. */
export const useLaunching = (drafts: readonly ActivityView[]) => {
  const [came, setCame] = useState<ReadonlyMap<string, ActivityState | Refused>>(new Map());
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const sendEach = useSendEach('activities', 'launch');
  // As chosen at first: who is left out later is not asked for anew, only no longer in the way.
  const [beside] = useState(() => drafts.map(({ id }) => id));
  const isLeftOut = (id: string): boolean => beside.includes(id) && !drafts.some((one) => one.id === id);
  const launches = useQueries({
    queries: drafts.map(({ id, rule }) => {
      const input = { rule, activityId: id, beside };
      return {
        queryKey: ['activities', 'preview', input],
        queryFn: () => call('activities', 'preview', input),
      };
    }),
    combine: (previews) =>
      previews.map(({ data, error }, i): Launch => {
        const draft = drafts[i] as ActivityView;
        const preview = data && {
          ...data,
          conflicts: data.conflicts.filter(({ activityId }) => !isLeftOut(activityId)),
        };
        return { draft, preview, failure: data ? null : error, came: came.get(draft.id) };
      }),
  });
  const launch = async (): Promise<Map<string, ActivityState | Refused>> => {
    const after = new Map(came);
    setBusy(true);
    setFailure(null);
    try {
      await sendEach(
        // What it collides with stands beside it.
        launches.filter(isReady).map(({ draft: { id }, preview }) => ({
          id,
          acceptConflicts: (preview?.conflicts.length ?? 0) > 0,
        })),
        ({ id }, answer) => {
          after.set(id, answer instanceof Refused ? answer : answer.state);
          setCame(new Map(after));
        },
      );
    } catch (stopped) {
      setFailure(stopped);
    } finally {
      setBusy(false);
    }
    return after;
  };
  return { launches, busy, failure, launch };
};
