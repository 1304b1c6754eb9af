import { useState } from 'react';
import { nowMs } from '@/api/now';
import { leftTaps, onTaps, sendWaiting } from '@/api/taps';
import { isOnline, onNetwork } from '@/platform/network';
import { dayAndClock } from '@/words/time';
import type { StalePart } from './stale';
import { useWatched } from './use-watched';

/** What concerns the whole page, said at its foot. */
interface News {
  words: string;
  /** What a tap on it tries. */
  onTap?: () => void;
}

/** 1 个「1」、1 次开盒还没送到; '' when nothing waits. */
const waitingWords = (): string => {
  const kinds = leftTaps().map(({ wish }) => wish.kind);
  const ones = kinds.filter((kind) => kind === 'join').length;
  const draws = kinds.filter((kind) => kind === 'draw').length;
  const gifts = kinds.filter((kind) => kind === 'give').length;
  const chances = kinds.length - ones - draws - gifts;
  const parts = [
    ones > 0 ? `${ones} 个「1」` : '',
    draws > 0 ? `${draws} 次开盒` : '',
    chances > 0 ? `${chances} 次换机会` : '',
    gifts > 0 ? `${gifts} 份心意` : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? `${parts.join('、')}还没送出` : '';
};

/** When the oldest copy of these parts was true, in words; '' when none is a copy. */
const sinceWords = (parts: readonly StalePart[]): string => {
  const copies = parts.flatMap(({ copyOf }) => (copyOf === undefined ? [] : [copyOf]));
  return copies.length > 0 ? dayAndClock(new Date(Math.min(...copies)).toISOString(), nowMs()) : '';
};

/** The most pressing of: taps that wait to be sent, no network, a server that gives nothing newer; undefined: all is well. */
export const useNews = (parts: readonly StalePart[]): News | undefined => {
  const online = useWatched(onNetwork, isOnline);
  const waiting = useWatched(onTaps, waitingWords);
  const [trying, setTrying] = useState(false);
  if (waiting)
    return { words: `${waiting}，联网后自动送出。点这里马上再试。`, onTap: () => void sendWaiting() };
  if (!online) {
    const since = sinceWords(parts);
    const seen = since ? `，看到的是${since} 存下的` : '';
    return { words: `现在没有网络${seen}。扣 1、开盒会先记下，连上就送出。` };
  }
  const failed = parts.filter(({ refusal }) => refusal);
  const why = failed[0]?.refusal?.message;
  if (why === undefined) return undefined;
  const since = sinceWords(failed);
  const tryAgain = async (): Promise<void> => {
    setTrying(true);
    await Promise.all(failed.map(({ retry }) => retry()));
    setTrying(false);
  };
  return {
    words: `${why}${since ? `看到的是${since} 的内容，` : ''}${trying ? '正在再试…' : '点这里再试。'}`,
    onTap: () => void (trying || tryAgain()),
  };
};
