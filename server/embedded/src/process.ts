import { startServer, type ServerOptions } from './server';

/**
 * The child process behind `createEmbeddedMongo`: gets its options as the first message, answers with its URI,
 * and stops when told to or when its parent is gone.
 */

type Incoming = { start: ServerOptions } | { stop: true };

let stop: (() => Promise<void>) | undefined;
let stopping = false;

async function finish(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await stop?.();
  process.exit(0);
}

process.on('message', (message: Incoming) => {
  if ('stop' in message) {
    void finish();
    return;
  }
  startServer(message.start).then(
    (server) => {
      stop = server.stop;
      process.send?.({ uri: server.uri });
    },
    (error: unknown) => {
      process.send?.({ error: error instanceof Error ? error.message : String(error) }, () =>
        process.exit(1),
      );
    },
  );
});
process.on('disconnect', () => void finish());
// A terminal's Ctrl-C and a service manager's stop reach the whole group; the parent, which has things to finish on
// the database, decides when it ends.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
