import { build as buildEmbedded } from '../../server/embedded/build.mjs';
import { buildServer } from '../../server/scripts/build-server.mjs';

/** Tests start the real database and the real server as processes: both must be built from the present sources. */
export default async function buildBeforeTests() {
  await Promise.all([buildEmbedded(), buildServer()]);
}
