import { useEffect, useState } from 'react';
import { fetchPicture, letGo } from '@/api/picture';
import type { Refusal } from '@/api/refusal';

interface Fetched {
  /** The picture on this phone; the one before stays until the next is there. */
  src?: string;
  refusal?: Refusal;
  busy: boolean;
  again: () => void;
}

/** Fetches a picture of mine from our server and forgets it with the page. Nothing is fetched while `url` is undefined. */
export const usePicture = (url: string | undefined): Fetched => {
  const [shown, setShown] = useState<{ url: string; src?: string; refusal?: Refusal }>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (url === undefined) return undefined;
    let here = true;
    void fetchPicture(url).then((answer) => {
      if (!here) return answer.ok ? letGo(answer.value) : undefined;
      setShown((before) => ({
        url,
        ...(answer.ok ? { src: answer.value } : { src: before?.src, refusal: answer.refusal }),
      }));
      return undefined;
    });
    return () => {
      here = false;
    };
  }, [url, turn]);
  const src = shown?.src;
  useEffect(() => () => letGo(src), [src]);
  return {
    src,
    refusal: shown?.url === url ? shown?.refusal : undefined,
    busy: url !== undefined && shown?.url !== url,
    again: () => setTurn(turn + 1),
  };
};
