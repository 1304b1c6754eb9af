import type { ReactNode } from 'react';
import type { SystemPart } from '@kouyi/shared/contracts';
import { useApi } from '../api';
import { count } from '../ui/number';
import { Bones } from '../ui/Bones';
import { Card, Facts, Failed, Pill } from '../ui/pieces';

const STATES: Record<SystemPart['state'], { name: string; tone?: 'good' | 'care' | 'info' }> = {
  good: { name: '好着', tone: 'good' },
  care: { name: '留意', tone: 'info' },
  bad: { name: '要处理', tone: 'care' },
  off: { name: '没接' },
};

/** `12,470` of `12470`; everything that is no bare number stays as it is. */
const grouped = (value: string): string => (/^\d+$/.test(value) ? count(Number(value)) : value);

const Part = ({ part }: { part: SystemPart }) => (
  <Card
    title={part.name}
    extra={<Pill tone={STATES[part.state].tone}>{STATES[part.state].name}</Pill>}
    className="health"
  >
    <p className="health-line">{part.line}</p>
    {part.next !== undefined && <p className="health-next">{part.next}</p>}
    {part.facts.length > 0 && <Facts of={part.facts.map(({ name, value }) => [name, grouped(value)])} />}
    <details>
      <summary className="link">这是什么？</summary>
      <p className="quiet">{part.what}</p>
    </details>
  </Card>
);

const ORDER: SystemPart['state'][] = ['bad', 'care', 'good', 'off'];

/** Every part with its state, what is wrong first; below it the rest, once it is known how far down that stands. */
export const Health = ({ children }: { children: ReactNode }) => {
  const health = useApi('system', 'health', {}, { everyMs: 15_000 });
  if (health.isPending) return <Bones lines={8} />;
  if (!health.data)
    return (
      <>
        <Failed failure={health.error} retry={() => void health.refetch()} />
        {children}
      </>
    );
  const parts = [...health.data.parts].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  return (
    <>
      <div className="health-grid">
        {parts.map((part) => (
          <Part key={part.key} part={part} />
        ))}
      </div>
      {children}
    </>
  );
};
