/**
 * Notices: what one person is told, in the mini-program's inbox and, where they agreed, by a WeChat message.
 *
 * Words: a *notice* is one thing told to one person; it is *told* or *held back*, always with a reason in words;
 * a *push* is the WeChat subscribe message about it; a *consent* is one push that WeChat allows, counted by us
 * because WeChat has no way to ask.
 * Always true: a key is told once; in a care period no promotion reaches the person; a push leaves only for a
 * consent, and no consent is used twice; nothing but `push.ts` calls WeChat.
 */
import type { Domain } from '../kernel/domain';
import { personDataSources } from '../people';
import { jobs } from './jobs';
import { reactions } from './reactions';
import { routes } from './routes';
import { noticeDataOf } from './views';

export { notifyMany } from './many';
export { type NoticePlan, notify } from './notify';
export { type Push, usePush } from './push';

personDataSources.register('notices', noticeDataOf);

export const noticesDomain: Domain = { name: 'notices', routes, reactions, jobs };
