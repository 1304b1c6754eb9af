import { Button } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { Refused, sentenceOf } from '../api';
import './ui.scss';

/** A white sheet on the paper: what it is, its point in a sentence, and what it holds. */
export const Card = ({
  title,
  sub,
  extra,
  className = '',
  children,
}: {
  title?: ReactNode;
  sub?: ReactNode;
  extra?: ReactNode;
  className?: string;
  children?: ReactNode;
}) => (
  <section className={`card ${className}`}>
    {(title ?? extra) !== undefined && (
      <div className="card-head">
        <div>
          {title !== undefined && <h2>{title}</h2>}
          {sub !== undefined && <p>{sub}</p>}
        </div>
        {extra}
      </div>
    )}
    {children}
  </section>
);

/** One number that leads: what it counts above it, its base or comparison below. `lead` only for what joins. */
export const Figure = ({
  label,
  value,
  note,
  lead = false,
  children,
}: {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  lead?: boolean;
  children?: ReactNode;
}) => (
  <section className={`card figure ${lead ? 'lead' : ''}`}>
    <small>{label}</small>
    <b>{value}</b>
    {note !== undefined && <p>{note}</p>}
    {children}
  </section>
);

/** How much of something is used, 0 to 1. The figure in words stands beside it. */
export const Meter = ({ share, className = '' }: { share: number; className?: string }) => (
  <span
    className={`meter ${className}`}
    style={className.includes('thin') ? {} : { display: 'block' }}
    aria-hidden
  >
    <i style={{ width: `${Math.min(100, Math.max(0, share * 100))}%` }} />
  </span>
);

/** A state in a word. */
export const Pill = ({
  tone,
  children,
}: {
  tone?: 'live' | 'good' | 'care' | 'info' | undefined;
  children: ReactNode;
}) => <span className={`pill ${tone ?? ''}`}>{children}</span>;

/** A small grey word. */
export const Tag = ({ children }: { children: ReactNode }) => <span className="plain-tag">{children}</span>;

/** Nothing here yet: says so, and what to do. */
export const Blank = ({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) => (
  <div className="blank">
    <b>{title}</b>
    {children !== undefined && <p>{children}</p>}
    {action}
  </div>
);

// Asking again helps against neither: they are answers, and final.
const FINAL: Record<number, string> = { 403: '这里没给你开', 404: '这里没有东西' };

/** What was asked for did not come: why, and a way to ask again where that can help. */
export const Failed = ({ failure, retry }: { failure: unknown; retry?: () => void }) => {
  const final = failure instanceof Refused ? FINAL[failure.status] : undefined;
  return (
    <div className="blank failed" role="alert">
      <b>{final ?? '没有拿到数据'}</b>
      <p>{sentenceOf(failure)}</p>
      {retry && final === undefined && <Button onClick={retry}>再试一次</Button>}
    </div>
  );
};

/** A sentence that asks for attention, says a fact, or that something is done. */
export const Notice = ({
  tone,
  children,
  action,
}: {
  tone?: 'info' | 'good';
  children: ReactNode;
  action?: ReactNode;
}) => (
  <div className={`notice ${tone ?? ''}`} role="status">
    <span>{children}</span>
    {action !== undefined && <span className="push">{action}</span>}
  </div>
);

/** What went wrong with what was just tried, beside it and brought into sight; nothing while all is well. */
export const Trouble = ({ failure }: { failure: unknown }) => {
  const said = useRef<HTMLDivElement>(null);
  const failed = Boolean(failure);
  useEffect(() => {
    if (failed) said.current?.scrollIntoView({ block: 'nearest' });
  }, [failed]);
  return failed ? (
    <div className="notice trouble" role="alert" ref={said}>
      {sentenceOf(failure)}
    </div>
  ) : null;
};

/** How a figure was worked out, for whoever wants to do it again; everybody else has the sentence before it. */
export const Formula = ({ children }: { children: ReactNode }) => (
  <details style={{ marginTop: 8 }}>
    <summary className="link">怎么算的</summary>
    <p className="quiet">{children}</p>
  </details>
);

/** Names and values, two columns. */
export const Facts = ({ of }: { of: [string, ReactNode][] }) => (
  <dl className="facts">
    {of.map(([name, value]) => (
      <div key={name} style={{ display: 'contents' }}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
