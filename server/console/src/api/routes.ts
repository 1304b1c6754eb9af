import type { contracts } from '@kouyi/shared/contracts';

type All = typeof contracts;
/** The domains that the console talks to; the mini-program's own are left out. */
export type Domain = Exclude<keyof All, 'member' | 'memberAuth' | 'fairness'>;
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
  people: {
    list: ['GET', '/api/people'],
    get: ['GET', '/api/people/:id'],
    timeline: ['GET', '/api/people/:id/timeline'],
    mergePreview: ['GET', '/api/people/:id/merge-preview'],
    merge: ['POST', '/api/people/:id/merge'],
    unmerge: ['POST', '/api/people/:id/unmerge'],
  },
  tags: {
    list: ['GET', '/api/tags'],
    get: ['GET', '/api/tags/:id'],
    create: ['POST', '/api/tags'],
    update: ['PUT', '/api/tags/:id'],
    remove: ['DELETE', '/api/tags/:id'],
    preview: ['POST', '/api/tags/preview'],
    people: ['GET', '/api/tags/:id/people'],
    give: ['POST', '/api/people/:id/tags'],
    take: ['DELETE', '/api/people/:id/tags/:tagId'],
  },
  segments: {
    list: ['GET', '/api/segments'],
    get: ['GET', '/api/segments/:id'],
    create: ['POST', '/api/segments'],
    update: ['PUT', '/api/segments/:id'],
    remove: ['DELETE', '/api/segments/:id'],
    people: ['GET', '/api/segments/:id/people'],
  },
  lifecycle: {
    profile: ['GET', '/api/people/:id/profile'],
    distributions: ['GET', '/api/lifecycle'],
  },
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
  draws: {
    templates: ['GET', '/api/boxes/templates'],
    preview: ['POST', '/api/boxes/preview'],
    list: ['GET', '/api/boxes'],
    create: ['POST', '/api/boxes'],
    get: ['GET', '/api/boxes/:id'],
    update: ['PUT', '/api/boxes/:id'],
    copy: ['POST', '/api/boxes/:id/copy'],
    open: ['POST', '/api/boxes/:id/open'],
    pause: ['POST', '/api/boxes/:id/pause'],
    resume: ['POST', '/api/boxes/:id/resume'],
    close: ['POST', '/api/boxes/:id/close'],
    rotate: ['POST', '/api/boxes/:id/rotate'],
    odds: ['GET', '/api/boxes/:id/odds'],
    rounds: ['GET', '/api/boxes/:id/rounds'],
    exportRound: ['GET', '/api/boxes/:id/rounds/:roundId/export.json'],
    live: ['GET', '/api/boxes/:id/live'],
    records: ['GET', '/api/boxes/:id/draws'],
    grantChances: ['POST', '/api/boxes/:id/chances'],
    resetAge: ['POST', '/api/people/:id/age/reset'],
  },
  coupons: {
    list: ['GET', '/api/coupons'],
    preview: ['POST', '/api/coupons/preview'],
    create: ['POST', '/api/coupons'],
    get: ['GET', '/api/coupons/:id'],
    update: ['PUT', '/api/coupons/:id'],
    open: ['POST', '/api/coupons/:id/open'],
    pause: ['POST', '/api/coupons/:id/pause'],
    end: ['POST', '/api/coupons/:id/end'],
    figures: ['GET', '/api/coupons/:id/figures'],
    issue: ['POST', '/api/coupons/:id/issue'],
    issued: ['GET', '/api/coupons/:id/issued'],
    revoke: ['POST', '/api/coupons/issued/:id/revoke'],
    links: ['GET', '/api/coupons/:id/links'],
    createLink: ['POST', '/api/coupons/:id/links'],
    closeLink: ['POST', '/api/coupons/links/:id/close'],
    stores: ['GET', '/api/redeem/stores'],
    lookUp: ['GET', '/api/redeem/coupons/:code'],
    redeem: ['POST', '/api/redeem/coupons'],
    redemptions: ['GET', '/api/redeem/coupons'],
    undoRedemption: ['POST', '/api/redeem/coupons/:id/undo'],
  },
  prizes: {
    list: ['GET', '/api/prizes'],
    counts: ['GET', '/api/prizes/counts'],
    get: ['GET', '/api/prizes/:id'],
    reveal: ['POST', '/api/prizes/:id/destination'],
    ship: ['POST', '/api/prizes/:id/ship'],
    exportCsv: ['GET', '/api/prizes/to-ship.csv'],
    importShipping: ['POST', '/api/prizes/shipping'],
    approve: ['POST', '/api/prizes/:id/approve'],
    decline: ['POST', '/api/prizes/:id/decline'],
    markPaid: ['POST', '/api/prizes/:id/paid'],
    payee: ['POST', '/api/prizes/:id/payee'],
    lookUp: ['GET', '/api/redeem/prizes/:code'],
    redeem: ['POST', '/api/redeem/prizes'],
  },
  insights: { today: ['GET', '/api/today'] },
  system: { health: ['GET', '/api/system/health'] },
  demo: {
    status: ['GET', '/api/demo'],
    load: ['POST', '/api/demo'],
    remove: ['POST', '/api/demo/remove'],
  },
};
