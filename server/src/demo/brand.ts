import type { Role } from '@kouyi/shared/types';

/** The made-up brand 晨露: coffee and skin care, two regions, six stores. */

/** An org unit of the demo brand; regions hang below the root, stores below their region. */
export interface DemoUnit {
  readonly name: string;
  readonly kind: 'region' | 'store';
  /** Name of the unit above; absent: the root. */
  readonly below?: string;
}

export const DEMO_UNITS: readonly DemoUnit[] = [
  { name: '华东区', kind: 'region' },
  { name: '静安店', kind: 'store', below: '华东区' },
  { name: '徐汇店', kind: 'store', below: '华东区' },
  { name: '西湖店', kind: 'store', below: '华东区' },
  { name: '华南区', kind: 'region' },
  { name: '天河店', kind: 'store', below: '华南区' },
  { name: '福田店', kind: 'store', below: '华南区' },
  { name: '南山店', kind: 'store', below: '华南区' },
];

/** A login of the demo brand. Its password is made up at the first start and shown on the sign-in page. */
export interface DemoStaff {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  /** Name of the unit; absent: the root. */
  readonly at?: string;
  /** How they are called in the groups they sit in; absent: in none. */
  readonly inGroups?: string;
}

export const DEMO_STAFF: readonly DemoStaff[] = [
  { login: 'yunying', name: '周琳', role: 'operator', inGroups: '周琳｜晨露' },
  { login: 'huadong', name: '林涛', role: 'region', at: '华东区', inGroups: '林涛｜晨露华东' },
  { login: 'jingan', name: '陈曦', role: 'store', at: '静安店', inGroups: '陈曦｜静安店长' },
  { login: 'tianhe', name: '何苗', role: 'store', at: '天河店', inGroups: '何苗｜天河店长' },
  { login: 'guwen', name: '苏敏', role: 'adviser' },
  { login: 'celue', name: '罗宁', role: 'strategy' },
  { login: 'caiwu', name: '吴静', role: 'finance' },
];

/** The user id of a member of staff in the groups of the simulator. */
export const staffUserId = (login: string): string => `demo-staff-${login}`;

/** Whether a user of the simulator is one of the demo brand’s staff. */
export const isStaff = (userId: string): boolean => userId.startsWith(staffUserId(''));

/** A group of the demo brand. */
export interface DemoGroup {
  /** The simulator's own id. */
  readonly room: string;
  readonly name: string;
  readonly at: string;
  readonly tags: readonly string[];
  /** Customers, staff not counted. */
  readonly members: number;
  readonly bot: boolean;
  readonly topic: 'coffee' | 'skin';
}

const COFFEE: readonly [at: string, members: number][] = [
  ['静安店', 24],
  ['静安店', 36],
  ['徐汇店', 45],
  ['西湖店', 58],
  ['天河店', 96],
  ['福田店', 160],
  ['福田店', 250],
  ['南山店', 320],
];
const SKIN: readonly [at: string, members: number][] = [
  ['静安店', 160],
  ['西湖店', 290],
  ['天河店', 450],
];

export const DEMO_GROUPS: readonly DemoGroup[] = [
  ...COFFEE.map(([at, members], i): DemoGroup => ({
    room: `demo-coffee-${i + 1}`,
    name: `咖啡 ${i + 1} 群`,
    at,
    tags: ['咖啡群'],
    members,
    bot: true,
    topic: 'coffee',
  })),
  ...SKIN.map(([at, members], i): DemoGroup => ({
    room: `demo-skin-${i + 1}`,
    name: `护肤 ${i + 1} 群`,
    at,
    tags: ['护肤群'],
    members,
    bot: true,
    topic: 'skin',
  })),
  // As in a WeChat customer group: the bot can neither read nor post, so members take part in the mini-program.
  {
    room: 'demo-regulars',
    name: '静安门店老客群',
    at: '静安店',
    tags: ['老客群'],
    members: 290,
    bot: false,
    topic: 'coffee',
  },
];

/** A person in a demo group. */
export interface DemoMember {
  readonly userId: string;
  readonly name: string;
  /** Whole and parts of days before the seed. */
  readonly joinedDaysAgo: number;
}
