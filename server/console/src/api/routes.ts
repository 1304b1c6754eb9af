import type { contracts } from '@kouyi/shared/contracts';

type All = typeof contracts;
/** The domains that the console talks to; the mini-program's own are left out. */
export type Domain = Exclude<keyof All, 'member' | 'memberAuth'>;
/** The calls of a domain. */
export type Name<D extends Domain> = keyof All[D] & string;
type Shape<D extends Domain, N extends Name<D>> = All[D][N] extends {
  input: { _zod: { input: infer I } };
  output: { _zod: { output: infer O } };
}
  ? { input: I; output: O }
  : never;
/** What a call takes, before the server fills in its defaults. */
export type In<D extends Domain, N extends Name<D>> = Shape<D, N>['input'];
/** What a call answers. */
export type Out<D extends Domain, N extends Name<D>> = Shape<D, N>['output'];

type Address = readonly ['GET' | 'POST' | 'PUT' | 'DELETE', `/api/${string}`];

/**
 * Method and path of every call. The names are checked by the compiler against the contracts, methods and paths by
 * routes.test.ts: importing the contracts themselves would bring the whole of zod into the browser.
 */
export const routes: { [D in Domain]: { [N in Name<D>]: Address } } = {
  staffSession: {
    signIn: ['POST', '/api/staff/session'],
    me: ['GET', '/api/staff/me'],
    signOut: ['DELETE', '/api/staff/session'],
    changePassword: ['POST', '/api/staff/password'],
    welcome: ['GET', '/api/welcome'],
  },
  activities: {
    list: ['GET', '/api/activities'],
    calendar: ['GET', '/api/activities/calendar'],
    templates: ['GET', '/api/activities/templates'],
    sentence: ['POST', '/api/activities/sentence'],
    preview: ['POST', '/api/activities/preview'],
    importCsv: ['POST', '/api/activities/import'],
    create: ['POST', '/api/activities'],
    get: ['GET', '/api/activities/:id'],
    update: ['PUT', '/api/activities/:id'],
    versions: ['GET', '/api/activities/:id/versions'],
    conflicts: ['GET', '/api/activities/:id/conflicts'],
    launch: ['POST', '/api/activities/:id/launch'],
    pause: ['POST', '/api/activities/:id/pause'],
    resume: ['POST', '/api/activities/:id/resume'],
    close: ['POST', '/api/activities/:id/close'],
    archive: ['POST', '/api/activities/:id/archive'],
    copy: ['POST', '/api/activities/:id/copy'],
    live: ['GET', '/api/activities/:id/live'],
    participations: ['GET', '/api/activities/:id/participations'],
    exportCsv: ['GET', '/api/activities/:id/export.csv'],
  },
  groups: {
    list: ['GET', '/api/groups'],
    tags: ['GET', '/api/groups/tags'],
    get: ['GET', '/api/groups/:id'],
    update: ['PUT', '/api/groups/:id'],
    members: ['GET', '/api/groups/:id/members'],
    messages: ['GET', '/api/groups/:id/messages'],
    heat: ['GET', '/api/groups/:id/heat'],
    bands: ['GET', '/api/bands'],
    saveBands: ['PUT', '/api/bands'],
  },
  channels: { events: ['POST', '/api/channels/simulator/events'] },
  simulator: { createRoom: ['POST', '/api/simulator/rooms'] },
  bot: { trace: ['GET', '/api/messages/:id/trace'] },
  gate: {
    outgoing: ['GET', '/api/outgoing'],
    settings: ['GET', '/api/gate'],
    saveSettings: ['PUT', '/api/gate'],
  },
  people: { list: ['GET', '/api/people'], get: ['GET', '/api/people/:id'] },
  risk: {
    blacklist: ['GET', '/api/blacklist'],
    add: ['POST', '/api/blacklist'],
    lift: ['POST', '/api/blacklist/:id/lift'],
  },
  ledger: {
    transactions: ['GET', '/api/ledger/transactions'],
    accounts: ['GET', '/api/ledger/accounts'],
  },
  org: {
    units: ['GET', '/api/org/units'],
    renameBrand: ['PUT', '/api/org/brand'],
    createUnit: ['POST', '/api/org/units'],
    staff: ['GET', '/api/org/staff'],
    createStaff: ['POST', '/api/org/staff'],
    updateStaff: ['PUT', '/api/org/staff/:id'],
    resetPassword: ['POST', '/api/org/staff/:id/password'],
    keys: ['GET', '/api/org/keys'],
    createKey: ['POST', '/api/org/keys'],
    revokeKey: ['DELETE', '/api/org/keys/:id'],
    audit: ['GET', '/api/audit'],
  },
  insights: { today: ['GET', '/api/today'] },
  system: { health: ['GET', '/api/system/health'] },
  demo: {
    status: ['GET', '/api/demo'],
    load: ['POST', '/api/demo'],
    remove: ['POST', '/api/demo/remove'],
  },
};
