import http from 'node:http';
import { type BrandSize, channelGroupId, KINDS, userId } from './brand';

/** What was sent, and what the server said to it. */
export interface Sent {
  /** Matching messages that were acknowledged, as `group|user|trigger`. */
  readonly matching: Set<string>;
  /** Distinct events that were acknowledged. */
  acked: number;
  duplicates: number;
  refused: number;
  retries: number;
  seconds: number;
  p99AckMs: number;
}

interface Event {
  eventId: string;
  groupId: string;
  userId: string;
  text: string;
  at: string;
}

const SMALL_TALK = [
  '在吗',
  '今天有活动吗',
  '这款适合敏感肌吗？',
  '哈哈哈',
  '收到',
  '几点开始呀',
  '昨天的快递到了，谢谢',
  '好的',
];
const MATCHING_SHARE = 0.3;
const REDELIVERED_SHARE = 0.05;

/** A small generator with a seed: the same load in every run. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 0x100000000;
  };
}

/** Drives the door for so many seconds with so many requests in flight. */
export async function drive(
  url: string,
  key: string,
  options: { size: BrandSize; seconds: number; perRequest: number; inFlight: number; run: string },
): Promise<Sent> {
  const { size, perRequest, run } = options;
  const chance = seeded(20261121);
  const sent: Sent = {
    matching: new Set(),
    acked: 0,
    duplicates: 0,
    refused: 0,
    retries: 0,
    seconds: 0,
    p99AckMs: 0,
  };
  const agent = new http.Agent({ keepAlive: true, maxSockets: options.inFlight });
  const ackMs: number[] = [];
  const recent: Event[] = [];
  let serial = 0;
  const triggers = size.activities === 1 ? KINDS.slice(0, 1) : KINDS;
  const perGroup = Math.floor(size.people / size.groups);
  const make = (): Event => {
    const group = Math.floor(chance() * size.groups);
    const member = Math.floor(chance() * perGroup);
    const matches = chance() < MATCHING_SHARE;
    serial += 1;
    return {
      eventId: `${run}-${serial}`,
      groupId: channelGroupId(group),
      userId: userId(size, group, member),
      text: matches
        ? triggers[Math.floor(chance() * triggers.length)]!.trigger
        : SMALL_TALK[Math.floor(chance() * SMALL_TALK.length)]!,
      at: new Date().toISOString(),
    };
  };
  const batch = (): { events: Event[]; fresh: Event[] } => {
    const fresh: Event[] = [];
    const events: Event[] = [];
    for (let i = 0; i < perRequest; i += 1) {
      if (recent.length > 0 && chance() < REDELIVERED_SHARE) {
        events.push(recent[Math.floor(chance() * recent.length)]!);
      } else {
        const event = make();
        events.push(event);
        fresh.push(event);
      }
    }
    return { events, fresh };
  };
  const known = new Set(triggers.map(({ trigger }) => trigger));
  const end = Date.now() + options.seconds * 1000;
  const from = Date.now();
  const worker = async (): Promise<void> => {
    while (Date.now() < end) {
      const { events, fresh } = batch();
      const began = performance.now();
      const answer = await post(agent, url, key, events, sent);
      ackMs.push(performance.now() - began);
      sent.acked += answer.accepted;
      sent.duplicates += answer.duplicates;
      sent.refused += answer.refused.length;
      for (const event of fresh)
        if (known.has(event.text)) sent.matching.add(`${event.groupId}|${event.userId}|${event.text}`);
      recent.push(...fresh.slice(0, 5));
      if (recent.length > 2_000) recent.splice(0, 1_000);
    }
  };
  await Promise.all(Array.from({ length: options.inFlight }, worker));
  sent.seconds = (Date.now() - from) / 1000;
  agent.destroy();
  ackMs.sort((a, b) => a - b);
  sent.p99AckMs = Math.round(ackMs[Math.floor(ackMs.length * 0.99)] ?? 0);
  return sent;
}

interface Answer {
  accepted: number;
  duplicates: number;
  refused: unknown[];
}

/** Sends until it is acknowledged: a full queue says when to come back. */
async function post(
  agent: http.Agent,
  url: string,
  key: string,
  events: readonly Event[],
  sent: Sent,
): Promise<Answer> {
  const body = JSON.stringify({ events });
  for (;;) {
    const { status, text, retryAfter } = await request(
      agent,
      `${url}/api/channels/simulator/events`,
      key,
      body,
    );
    if (status === 200) return JSON.parse(text) as Answer;
    if (status !== 503) throw new Error(`the door answered ${status}: ${text}`);
    sent.retries += 1;
    await new Promise((resolve) => setTimeout(resolve, retryAfter * 1000));
  }
}

function request(
  agent: http.Agent,
  url: string,
  key: string,
  body: string,
): Promise<{ status: number; text: string; retryAfter: number }> {
  return new Promise((resolve, reject) => {
    const call = http.request(
      url,
      {
        agent,
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode!,
            text,
            retryAfter: Number(response.headers['retry-after'] ?? 1),
          }),
        );
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}
