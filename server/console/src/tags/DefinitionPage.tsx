import { Button, Popconfirm } from 'antd';
import type { ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { NotYet } from '../app/NotYet';
import { Page } from '../app/Page';
import { useCan } from '../app/session';
import { Card, Figure, Pill, Tag, Trouble } from '../ui/pieces';
import { count } from '../ui/number';
import { useGo } from '../ui/use';
import { when } from '../ui/when';
import './tags.scss';

/** What a tag and a segment have in common. */
interface Defined {
  id: string;
  name: string;
  note: string;
  people: number;
  rollout: string;
  updatedBy: string;
  updatedAt: string;
}

/** One tag or segment: how many have it, the rule in words, and below it the people. */
export const DefinitionPage = <T extends Defined>({
  of,
  back,
  kind,
  rule,
  consequence,
  removing,
  onRemove,
  children,
}: {
  of: Pick<UseQueryResult<T>, 'data' | 'error' | 'isPending' | 'refetch'>;
  back: { name: string; to: string };
  /** Of which kind it is, in a word. */
  kind?: (of: T) => string;
  /** The heading of the rule and the rule itself, in words. */
  rule: (of: T) => { title: string; words: string };
  /** What happens when it is removed. */
  consequence: (of: T) => string;
  removing: { isPending: boolean; error: unknown };
  onRemove: () => void;
  children: (of: T) => ReactNode;
}) => {
  const go = useGo();
  const can = useCan();
  const it = of.data;
  if (!it) return <NotYet title={back.name} back={back} of={of} />;
  const { title, words } = rule(it);
  return (
    <Page
      title={it.name}
      back={back}
      state={
        <>
          {kind && <Tag>{kind(it)}</Tag>}
          {it.rollout === 'counting' && <Pill tone="info">正在给每个人算</Pill>}
        </>
      }
      acts={
        can('tags.write') && (
          <>
            <Popconfirm
              title={`删掉「${it.name}」？`}
              description={consequence(it)}
              okText="删掉"
              cancelText="先不"
              onConfirm={onRemove}
            >
              <Button loading={removing.isPending}>删掉</Button>
            </Popconfirm>
            <Button type="primary" onClick={() => go(`${back.to}/${it.id}/edit`)}>
              改
            </Button>
          </>
        )
      }
    >
      <div className="stack" style={{ gap: 18 }}>
        <Trouble failure={removing.error} />
        <div className="definition-head">
          <Figure
            label="现在有"
            value={`${count(it.people)} 人`}
            note={`${it.updatedBy} ${when(it.updatedAt)} 改过`}
          />
          <Card title={title} sub={it.note || undefined}>
            <p>{words}。</p>
          </Card>
        </div>
        {children(it)}
      </div>
    </Page>
  );
};
