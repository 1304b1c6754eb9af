import { Link } from 'react-router';
import type { Out } from '../api';
import { Notice, Pill } from '../ui/pieces';
import { count } from '../ui/number';
import { moveWords } from './tones';

type Found = Out<'growth', 'previewRules'>;

/** Who would move by the rules in the form, and why. */
export const RulesPreview = ({ found: { looked, sampled, up, later, people } }: { found: Found }) => (
  <>
    <Notice tone="info">
      {`看了${sampled ? '最近动过的' : ''} ${count(looked)} 位：${count(up)} 位存了就动，${count(later)} 位条件会断、宽限期过了才退。`}
    </Notice>
    <ul className="growth-moving" aria-label="谁会动">
      {people.map(({ id, nickname, from, to, when, why }) => (
        <li key={id}>
          <Link className="link" to={`/koc/people/${id}`}>
            {nickname || '还没有昵称'}
          </Link>
          <Pill tone={when === 'now' ? 'info' : 'care'}>{moveWords(from, to)}</Pill>
          <small>{`${why}${when === 'now' ? '' : '（宽限期过了还没补上才动）'}`}</small>
        </li>
      ))}
    </ul>
  </>
);
