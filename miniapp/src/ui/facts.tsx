import { Fragment } from 'react';
import { Words } from './elements';

const BETWEEN = ' · ';
/** So much stays on one line; what is longer is a sentence and breaks where it must. */
const MOST_WIDE = 13;

/** How wide a text is, in Chinese letters. */
const wide = (text: string): number =>
  Array.from(text).reduce((sum, letter) => sum + (letter > '\u00ff' ? 1 : 0.55), 0);

/**
 * Facts in a row, parted by dots. A line breaks between two of them and never inside a date or a figure.
 *
 * @example <Facts line="海报 · 11月2日 22:24 · 点开 8 次" />
 */
export const Facts = ({ line }: { line: string }) => {
  const facts = line.split(BETWEEN);
  return facts.length === 1 ? (
    line
  ) : (
    <Words>
      {facts.map((fact, i) => {
        const last = i === facts.length - 1;
        return (
          <Fragment key={i}>
            <Words className={wide(fact) <= MOST_WIDE ? 'fact' : ''}>{last ? fact : `${fact} ·`}</Words>
            {last ? '' : ' '}
          </Fragment>
        );
      })}
    </Words>
  );
};
