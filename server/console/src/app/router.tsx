import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { createBrowserRouter } from 'react-router';
import { SignIn } from '../signin/SignIn';
import { Broken } from './Broken';
import { Guarded } from './session';
import { Shell } from './Shell';

type Loads<K extends string> = () => Promise<Record<K, ComponentType>>;
const page = <K extends string>(load: Loads<K>, name: K): LazyExoticComponent<ComponentType> =>
  lazy(async () => ({ default: (await load())[name] }));

const Today = page(() => import('../today/Today'), 'Today');
const Activities = page(() => import('../activities/ActivityList'), 'ActivityList');
const NewActivity = page(() => import('../activities/NewActivity'), 'NewActivity');
const Editor = page(() => import('../activities/editor/EditorPage'), 'EditorPage');
const ImportCsv = page(() => import('../activities/ImportCsv'), 'ImportCsv');
const Calendar = page(() => import('../activities/Calendar'), 'Calendar');
const Activity = page(() => import('../live/ActivityPage'), 'ActivityPage');
const Groups = page(() => import('../groups/GroupList'), 'GroupList');
const Bands = page(() => import('../groups/Bands'), 'Bands');
const Group = page(() => import('../groups/GroupPage'), 'GroupPage');
const Simulator = page(() => import('../simulator/Simulator'), 'Simulator');
const People = page(() => import('../people/PeopleList'), 'PeopleList');
const Person = page(() => import('../people/PersonPage'), 'PersonPage');
const Tags = page(() => import('../tags/TagList'), 'TagList');
const TagEditor = page(() => import('../tags/TagEditor'), 'TagEditor');
const Tag = page(() => import('../tags/TagPage'), 'TagPage');
const Segments = page(() => import('../segments/SegmentList'), 'SegmentList');
const SegmentEditor = page(() => import('../segments/SegmentEditor'), 'SegmentEditor');
const Segment = page(() => import('../segments/SegmentPage'), 'SegmentPage');
const Lifecycle = page(() => import('../lifecycle/Lifecycle'), 'Lifecycle');
const Risk = page(() => import('../risk/Risk'), 'Risk');
const Outgoing = page(() => import('../gate/Outgoing'), 'Outgoing');
const Orders = page(() => import('../orders/Orders'), 'Orders');
const Order = page(() => import('../orders/OrderPage'), 'OrderPage');
const Products = page(() => import('../products/Products'), 'Products');
const KocBoard = page(() => import('../growth/KocBoard'), 'KocBoard');
const Grower = page(() => import('../growth/GrowerPage'), 'GrowerPage');
const Kocs = page(() => import('../commission/Kocs'), 'Kocs');
const SubGroups = page(() => import('../subgroups/SubGroups'), 'SubGroups');
const SubGroup = page(() => import('../subgroups/SubGroupPage'), 'SubGroupPage');
const TierRights = page(() => import('../rights/Rights'), 'Rights');
const Materials = page(() => import('../materials/MaterialList'), 'MaterialList');
const Material = page(() => import('../materials/MaterialPage'), 'MaterialPage');
const Training = page(() => import('../training/Training'), 'Training');
const Lesson = page(() => import('../training/LessonPage'), 'LessonPage');
const Payouts = page(() => import('../payouts/Payouts'), 'Payouts');
const Ledger = page(() => import('../ledger/Ledger'), 'Ledger');
const Boxes = page(() => import('../draws/BoxList'), 'BoxList');
const NewBox = page(() => import('../draws/NewBox'), 'NewBox');
const Designer = page(() => import('../draws/Designer'), 'Designer');
const Box = page(() => import('../draws/BoxPage'), 'BoxPage');
const Coupons = page(() => import('../coupons/CouponList'), 'CouponList');
const CouponEditor = page(() => import('../coupons/CouponEditor'), 'CouponEditor');
const Coupon = page(() => import('../coupons/CouponPage'), 'CouponPage');
const Fulfilment = page(() => import('../prizes/Fulfilment'), 'Fulfilment');
const Redeem = page(() => import('../prizes/Redeem'), 'Redeem');
const Intakes = page(() => import('../intake/IntakeList'), 'IntakeList');
const Intake = page(() => import('../intake/IntakePage'), 'IntakePage');
const Desk = page(() => import('../care/Desk'), 'Desk');
const Org = page(() => import('../org/Org'), 'Org');
const Audit = page(() => import('../audit/Audit'), 'Audit');
const Settings = page(() => import('../settings/Settings'), 'Settings');
const Help = page(() => import('../help/Help'), 'Help');
const Lost = page(() => import('../help/Lost'), 'Lost');

const pages = (
  [
    ['', Today],
    ['activities', Activities],
    ['activities/new', NewActivity],
    ['activities/edit', Editor],
    ['activities/import', ImportCsv],
    ['activities/:id', Activity],
    ['activities/:id/edit', Editor],
    ['calendar', Calendar],
    ['groups', Groups],
    ['groups/bands', Bands],
    ['groups/:id', Group],
    ['simulator', Simulator],
    ['people', People],
    ['people/:id', Person],
    ['tags', Tags],
    ['tags/new', TagEditor],
    ['tags/:id', Tag],
    ['tags/:id/edit', TagEditor],
    ['segments', Segments],
    ['segments/new', SegmentEditor],
    ['segments/:id', Segment],
    ['segments/:id/edit', SegmentEditor],
    ['lifecycle', Lifecycle],
    ['risk', Risk],
    ['outgoing', Outgoing],
    ['orders', Orders],
    ['orders/:id', Order],
    ['products', Products],
    ['koc', KocBoard],
    ['koc/serving', Kocs],
    ['koc/people/:id', Grower],
    ['sub-groups', SubGroups],
    ['sub-groups/:id', SubGroup],
    ['rights', TierRights],
    ['materials', Materials],
    ['materials/:id', Material],
    ['training', Training],
    ['training/lessons/:id', Lesson],
    ['payouts', Payouts],
    ['ledger', Ledger],
    ['boxes', Boxes],
    ['boxes/new', NewBox],
    ['boxes/edit', Designer],
    ['boxes/:id', Box],
    ['boxes/:id/edit', Designer],
    ['coupons', Coupons],
    ['coupons/new', CouponEditor],
    ['coupons/:id', Coupon],
    ['coupons/:id/edit', CouponEditor],
    ['prizes', Fulfilment],
    ['redeem', Redeem],
    ['intake', Intakes],
    ['intake/:id', Intake],
    ['care', Desk],
    ['org', Org],
    ['settings', Settings],
    ['audit', Audit],
    ['help', Help],
    ['*', Lost],
  ] as const
).map(([path, View]) =>
  path === ''
    ? { index: true as const, element: <View />, errorElement: <Broken /> }
    : { path, element: <View />, errorElement: <Broken /> },
);

/** Every page of the console; each is fetched when it is first opened. */
export const createRouter = () =>
  createBrowserRouter(
    [
      { path: '/sign-in', element: <SignIn /> },
      {
        path: '/',
        element: (
          <Guarded>
            <Shell />
          </Guarded>
        ),
        errorElement: <Broken />,
        children: pages,
      },
    ],
    { basename: '/console' },
  );
