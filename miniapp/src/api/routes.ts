/**
 * Method and address of every route this app calls. The contracts are imported as types only (zod must not reach the
 * phone), so the addresses stand here once more; a test compares each line with the contract of the same name.
 */
import type { contracts } from '@kouyi/shared/contracts';
import type { Contract } from '@kouyi/shared/contracts';
import type { z } from 'zod';

type Contracts = typeof contracts;
type Domain = 'staffSession' | 'memberAuth' | 'member' | 'products' | 'sharing';

/** 'member.home' and so on. */
type AnyRoute = { [D in Domain]: `${D}.${string & keyof Contracts[D]}` }[Domain];

type ContractOf<N extends AnyRoute> = N extends `${infer D extends Domain}.${infer R}`
  ? R extends keyof Contracts[D]
    ? Contracts[D][R]
    : never
  : never;

/** What one hands over to a route: its input before defaults are filled in. */
export type AskOf<N extends AnyRoute> = ContractOf<N> extends Contract<infer I> ? z.input<I> : never;

/** What comes back. */
export type AnswerOf<N extends AnyRoute> =
  ContractOf<N> extends Contract<z.ZodType, infer O> ? z.output<O> : never;

interface Route {
  readonly method: Contract['method'];
  readonly path: string;
}
const get = (path: string): Route => ({ method: 'GET', path });
const post = (path: string): Route => ({ method: 'POST', path });
const put = (path: string): Route => ({ method: 'PUT', path });
const remove = (path: string): Route => ({ method: 'DELETE', path });

export const ROUTES = {
  'staffSession.welcome': get('/api/welcome'),
  'memberAuth.signIn': post('/api/member/session'),
  'memberAuth.signOut': remove('/api/member/session'),
  'memberAuth.demoMembers': get('/api/member/demo-members'),
  'memberAuth.demoSignIn': post('/api/member/demo-session'),
  'member.me': get('/api/member/me'),
  'member.home': get('/api/member/home'),
  'member.activity': get('/api/member/activities/:id'),
  'member.join': post('/api/member/activities/:id/join'),
  'member.checkIns': get('/api/member/check-ins'),
  'member.makeUp': post('/api/member/check-ins/make-up'),
  'member.points': get('/api/member/points'),
  'member.groups': get('/api/member/groups'),
  'member.givePhone': post('/api/member/phone'),
  'member.takeBackPhone': remove('/api/member/phone'),
  'member.consents': get('/api/member/consents'),
  'member.withdrawConsent': post('/api/member/consents/withdraw'),
  'member.exportMine': get('/api/member/export'),
  'member.deleteMe': remove('/api/member/me'),
  'member.boxes': get('/api/member/boxes'),
  'member.box': get('/api/member/boxes/:id'),
  'member.draw': post('/api/member/boxes/:id/draw'),
  'member.buyChances': post('/api/member/boxes/:id/chances'),
  'member.draws': get('/api/member/draws'),
  'member.fairness': get('/api/member/boxes/:id/fairness'),
  'member.setClientSeed': put('/api/member/boxes/:id/client-seed'),
  'member.declareAge': post('/api/member/age'),
  'member.cabinet': get('/api/member/cabinet'),
  'member.prize': get('/api/member/prizes/:id'),
  'member.claimPrize': post('/api/member/prizes/:id/claim'),
  'member.pickupCode': get('/api/member/prizes/:id/pickup-code'),
  'member.confirmReceived': post('/api/member/prizes/:id/received'),
  'member.coupons': get('/api/member/coupons'),
  'member.coupon': get('/api/member/coupons/:id'),
  'member.couponLink': get('/api/member/coupon-links/:token'),
  'member.claimLink': post('/api/member/coupon-links/:token'),
  'sharing.card': get('/api/public/cards/:about/:id'),
  'products.picture': get('/api/public/products/:id/picture'),
  'member.products': get('/api/member/products'),
  'member.myLinks': get('/api/member/links'),
  'member.createMyLink': post('/api/member/links'),
  'member.myPoster': get('/api/member/links/:code/poster.png'),
  'member.myLinkCode': get('/api/member/links/:code/code.png'),
  'member.kocCentre': get('/api/member/koc'),
  'member.kocReached': get('/api/member/koc/reached'),
  'member.materials': get('/api/member/materials'),
  'member.material': get('/api/member/materials/:id'),
  'member.forwardMaterial': post('/api/member/materials/:id/forward'),
  'member.subGroups': get('/api/member/sub-groups'),
  'member.subGroupByCode': get('/api/member/sub-groups/by-code/:code'),
  'member.subGroupQr': get('/api/member/sub-groups/by-code/:code/qr.jpg'),
  'member.subGroup': get('/api/member/sub-groups/:id'),
  'member.subGroupMembers': get('/api/member/sub-groups/:id/members'),
  'member.subGroupCode': get('/api/member/sub-groups/:id/code.png'),
  'member.openSubGroup': post('/api/member/sub-groups'),
  'member.joinSubGroup': post('/api/member/sub-groups/join'),
  'member.closeSubGroup': post('/api/member/sub-groups/:id/close'),
  'member.rights': get('/api/member/rights'),
  'member.rightClaims': get('/api/member/right-claims'),
  'member.claimRight': post('/api/member/rights/:id/claim'),
  'member.withdrawRightClaim': post('/api/member/right-claims/:id/withdraw'),
  'member.budgets': get('/api/member/budgets'),
  'member.budget': get('/api/member/budgets/:id'),
  'member.budgetCandidates': get('/api/member/budgets/:id/candidates'),
  'member.give': post('/api/member/budgets/:id/gifts'),
  'member.gifts': get('/api/member/gifts'),
  'member.lessons': get('/api/member/lessons'),
  'member.lesson': get('/api/member/lessons/:id'),
  'member.answerQuiz': post('/api/member/lessons/:id/answers'),
  'member.checklists': get('/api/member/checklists'),
  'member.tickItem': post('/api/member/checklists/:id/items/:itemId'),
  'member.wishes': get('/api/member/wishes'),
  'member.makeWish': post('/api/member/wishes'),
  'member.withdrawWish': post('/api/member/wishes/:id/withdraw'),
  'member.moments': get('/api/member/moments'),
  'member.visitLink': post('/api/member/links/:code/visit'),
  'member.earnings': get('/api/member/earnings'),
  'member.earningLines': get('/api/member/earnings/orders'),
  'member.whyOrder': get('/api/member/orders/:number/why'),
  'member.disputeOrder': post('/api/member/orders/:number/dispute'),
  'member.withdrawals': get('/api/member/withdrawals'),
  'member.withdraw': post('/api/member/withdrawals'),
  'member.cancelWithdrawal': post('/api/member/withdrawals/:id/cancel'),
  'member.notices': get('/api/member/notices'),
  'member.readNotices': post('/api/member/notices/read'),
  'member.subscribing': get('/api/member/subscribe'),
  'member.subscribe': post('/api/member/subscribe'),
  'member.intakes': get('/api/member/intakes'),
  'member.startIntake': post('/api/member/intakes/:id/start'),
  'member.answerIntake': post('/api/member/intake-sessions/:id/answers'),
  'member.finishIntake': post('/api/member/intake-sessions/:id/finish'),
  'member.intakeResult': get('/api/member/intake-sessions/:id/result'),
  'member.sendPhoto': post('/api/member/intake-sessions/:id/photo'),
  'member.photo': get('/api/member/photos/:id'),
  'member.myPhotos': get('/api/member/photos'),
  'member.deletePhoto': remove('/api/member/photos/:id'),
  'member.threads': get('/api/member/threads'),
  'member.thread': get('/api/member/threads/:id'),
  'member.askAdviser': post('/api/member/threads/:id/messages'),
  'member.rateThread': post('/api/member/threads/:id/rating'),
} as const satisfies Partial<Record<AnyRoute, Route>>;

/** A route this app calls. */
export type RouteName = keyof typeof ROUTES;
