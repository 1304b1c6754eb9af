import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** All metrics of this process, in Prometheus' text format at /metrics. */
export const registry = new Registry();
collectDefaultMetrics({ register: registry });

const registers = [registry];

export const metrics = {
  httpSeconds: new Histogram({
    name: 'kouyi_http_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3],
    registers,
  }),
  commandSeconds: new Histogram({
    name: 'kouyi_command_seconds',
    help: 'Time of one command with its transaction',
    labelNames: ['command'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3],
    registers,
  }),
  eventsAccepted: new Counter({
    name: 'kouyi_channel_events_accepted_total',
    help: 'Channel events stored',
    registers,
  }),
  eventsDuplicate: new Counter({
    name: 'kouyi_channel_events_duplicate_total',
    help: 'Redelivered channel events',
    registers,
  }),
  decideSeconds: new Histogram({
    name: 'kouyi_decide_seconds',
    help: 'From accepted to committed decision of a channel event',
    buckets: [0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10],
    registers,
  }),
  queueLength: new Gauge({
    name: 'kouyi_queue_length',
    help: 'Requests waiting in a combiner',
    labelNames: ['combiner'],
    registers,
  }),
  reactionsFailed: new Counter({
    name: 'kouyi_reactions_failed_total',
    help: 'Failed runs of a reaction',
    labelNames: ['reaction'],
    registers,
  }),
  tagSeconds: new Histogram({
    name: 'kouyi_tag_batch_seconds',
    help: 'Time to take one batch of facts into profiles',
    buckets: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 3],
    registers,
  }),
  tagLagSeconds: new Histogram({
    name: 'kouyi_tag_lag_seconds',
    help: 'From the event to the committed tags that follow from it',
    buckets: [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 60],
    registers,
  }),
  sends: new Counter({
    name: 'kouyi_sends_total',
    help: 'Outgoing messages by the gate’s decision',
    labelNames: ['state'],
    registers,
  }),
  ledgerDifferences: new Gauge({
    name: 'kouyi_ledger_differences',
    help: 'Differences that the last audit of the ledger found; anything but 0 is an alarm',
    registers,
  }),
};
