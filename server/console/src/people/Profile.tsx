import { LAYER_NAMES } from '@kouyi/shared/types';
import { Button, Popconfirm } from 'antd';
import { Link } from 'react-router';
import { type Out, useApi, useSend } from '../api';
import { useCan } from '../app/session';
import { Bones } from '../ui/Bones';
import { Card, Facts, Failed, Pill, Tag, Trouble } from '../ui/pieces';
import { dayWords, when } from '../ui/when';
import { money } from '../ui/Yuan';
import { GiveTag } from './GiveTag';
import './people.scss';

type Known = Out<'lifecycle', 'profile'>;

const Tags = ({ personId, tags }: { personId: string; tags: Known['tags'] }) => {
  const can = useCan();
  const take = useSend('tags', 'take', { refresh: ['lifecycle'] });
  return (
    <Card title="标签" sub="每一张都有来由" extra={can('people.write') && <GiveTag personId={personId} />}>
      <Trouble failure={take.error} />
      {tags.length === 0 ? (
        <p className="quiet">还没有标签。做了规则里的事会自己贴上，也可以手工给。</p>
      ) : (
        <ul className="held-tags">
          {tags.map((tag) => (
            <li key={tag.id}>
              <div>
                <Link to={`/tags/${tag.id}`}>
                  <strong>{tag.name}</strong>
                </Link>{' '}
                <Tag>{tag.source}</Tag>
                {!tag.computed && can('people.write') && (
                  <Popconfirm
                    title={`取下「${tag.name}」？`}
                    okText="取下"
                    cancelText="先不"
                    onConfirm={() => take.mutate({ id: personId, tagId: tag.id })}
                  >
                    <Button type="link" size="small">
                      取下
                    </Button>
                  </Popconfirm>
                )}
              </div>
              <span>{tag.reason}</span>
              <small>
                {when(tag.since)} 起{tag.expiresAt ? `，到 ${when(tag.expiresAt)}` : ''}
              </small>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
};

const toneOf = (layer: Known['layer']): 'care' | 'good' | undefined => {
  if (layer === 'asleep' || layer === 'lost') return 'care';
  return layer === 'stranger' ? undefined : 'good';
};

const Way = ({ known }: { known: Known }) => (
  <Card title="分层" extra={<Pill tone={toneOf(known.layer)}>{LAYER_NAMES[known.layer]}</Pill>}>
    {known.path.length === 0 ? (
      <p className="quiet">还没有参与过什么，先算陌生。</p>
    ) : (
      <ol className="way">
        {[...known.path].reverse().map(({ layer, at, why }) => (
          <li key={at + layer}>
            <b>{LAYER_NAMES[layer]}</b>
            <span>{why}</span>
            <small>{dayWords(at)}</small>
          </li>
        ))}
      </ol>
    )}
  </Card>
);

const Worth = ({ rfm, value }: { rfm: Known['rfm']; value: Known['value'] }) => (
  <Card title="365 天价值" extra={<b>{money(value.fen)}</b>}>
    <Facts
      of={[
        ['毛利', money(value.marginFen)],
        ['带来的成交', money(value.referralFen)],
        ['给出去的奖励', money(value.rewardCostFen)],
        ['互动质量', `${value.quality} / 100`],
        [
          'RFM',
          rfm
            ? `R${rfm.recency} F${rfm.frequency} M${rfm.money}（${rfm.lastOrderDays} 天前买过，一年 ${rfm.orders} 单 ${money(rfm.paidFen)}）`
            : '一年里没有买过',
        ],
      ]}
    />
  </Card>
);

/** What is known of a person beyond what they did: tags with reasons, their way through the layers, their worth. */
export const Profile = ({ personId }: { personId: string }) => {
  const one = useApi('lifecycle', 'profile', { id: personId }, { everyMs: 5_000 });
  if (one.isPending) return <Bones lines={6} />;
  if (!one.data) return <Failed failure={one.error} retry={() => void one.refetch()} />;
  return (
    <>
      <Tags personId={personId} tags={one.data.tags} />
      <Way known={one.data} />
      <Worth rfm={one.data.rfm} value={one.data.value} />
      {one.data.segments.length > 0 && (
        <Card title="在这些人群里">
          <div className="in-segments">
            {one.data.segments.map(({ id, name }) => (
              <Link key={id} to={`/segments/${id}`}>
                <Tag>{name}</Tag>
              </Link>
            ))}
          </div>
        </Card>
      )}
    </>
  );
};
