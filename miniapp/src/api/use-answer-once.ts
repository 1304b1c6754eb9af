import { useEffect, useState } from 'react';
import { call } from './call';
import type { AnswerOf, AskOf, RouteName } from './routes';

/** Asks once and keeps nothing on the phone, for what should not lie there; undefined until it is there. */
export const useAnswerOnce = <N extends RouteName>(name: N, input: AskOf<N>): AnswerOf<N> | undefined => {
  const asked = JSON.stringify(input);
  const [value, setValue] = useState<{ asked: string; value: AnswerOf<N> }>();
  useEffect(() => {
    let here = true;
    void call(name, JSON.parse(asked) as AskOf<N>).then((answer) => {
      if (here && answer.ok) setValue({ asked, value: answer.value });
    });
    return () => {
      here = false;
    };
  }, [name, asked]);
  return value?.asked === asked ? value.value : undefined;
};
