import type { Refusal } from '@/api/refusal';
import { go, PAGES } from '@/platform/navigate';
import { QuietButton } from '@/ui/buttons';
import { Empty } from '@/ui/states';

const CODES: readonly string[] = ['not_a_koc', 'materials_for_kocs'];

/** Whether a refusal only says that one is not a KOC (yet): nothing is broken then. */
export const isForKocs = (refusal: Refusal | undefined): boolean =>
  refusal !== undefined && CODES.includes(refusal.code);

/** What is for KOCs, told to somebody who may become one: not a wall but the way there. */
export const NotKoc = ({ line }: { line: string }) => (
  <Empty title="成为 KOC 之后就能用" line={line}>
    <QuietButton onTap={() => go(PAGES.koc)}>看看我走到哪一步了</QuietButton>
  </Empty>
);
