import { useApi } from '../api';
import { FindPick, type PickProps } from '../ui/FindPick';

const useFound = (found: { q?: string }) =>
  (useApi('koc', 'list', { limit: 50, ...found }, { keep: true }).data?.items ?? []).map(
    ({ id, nickname }) => ({ value: id, label: nickname }),
  );

/** One KOC, found by name or code. */
export const KocPick = (props: PickProps) => (
  <FindPick {...props} name="KOC" placeholder="写昵称或推荐码来找" clear useFound={useFound} />
);
