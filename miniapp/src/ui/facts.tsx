import { Fragment } from 'react';
import { Box, Words } from './elements';
import './facts.scss';

const BETWEEN = ' · ';
/** So much stays on one line; what is longer is a sentence and breaks where it must. */
const MOST_WIDE = 13;

/** How wide a text is, in Chinese letters. */
const wide = (text: string): number =>
  Array.from(text).reduce((sum, letter) => sum + (letter > '\u00ff' ? 1 : 0.55), 0);

/**
 * Facts in a row, parted by dots. A line breaks between two of them and never inside a date or a figure; no dot is left
 * over at either end of it.
 *
 * @example <Facts line="海报 · 11月2日 22:24 · 点开 8 次" />
 */
export const Facts = ({ line }: { line: string }) => {
  const facts = line.split(BETWEEN);
  if (facts.length === 1) return line;
  return facts.every((fact) => wide(fact) <= MOST_WIDE) ? (
    <Short facts={facts} />
  ) : (
    <Words>
      {facts.map((fact, i) => (
        <Fragment key={i}>
          {i > 0 ? BETWEEN : ''}
          <Words className={wide(fact) <= MOST_WIDE ? 'fact' : ''}>{fact}</Words>
        </Fragment>
      ))}
    </Words>
  );
};

/** Each begins with its dot; the dots that begin a line lie outside of what is seen. */
const Short = ({ facts }: { facts: readonly string[] }) => (
  <Box className="facts">
    <Box className="facts-row">
      {facts.map((fact, i) => (
        <Fragment key={i}>
          {i > 0 ? ' ' : ''}
          <Box className="facts-one">
            <Words className="facts-dot">{i > 0 ? '· ' : ''}</Words>
            {fact}
          </Box>
        </Fragment>
      ))}
    </Box>
  </Box>
);
