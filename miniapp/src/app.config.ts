const h5 = process.env.TARO_ENV === 'h5';

/** A tab; on h5 ours draws its own signs, so WeChat's pictures stay out of the bundle. */
const tab = (name: string, text: string) => ({
  pagePath: `pages/${name}/index`,
  text,
  ...(h5 ? {} : { iconPath: `assets/tab/${name}.png`, selectedIconPath: `assets/tab/${name}-on.png` }),
});

export default defineAppConfig({
  pages: ['pages/home/index', 'pages/check-in/index', 'pages/me/index', 'pages/sign-in/index'],
  subPackages: [
    { root: 'activity', pages: ['detail/index'] },
    {
      root: 'account',
      pages: [
        'points/index',
        'groups/index',
        'inbox/index',
        'data/index',
        'settings/index',
        'privacy/index',
        'help/index',
      ],
    },
    { root: 'draw', pages: ['boxes/index', 'box/index', 'verify/index', 'mine/index'] },
    { root: 'cabinet', pages: ['prizes/index', 'detail/index'] },
    { root: 'intake', pages: ['start/index', 'question/index', 'result/index', 'talk/index'] },
    {
      root: 'koc',
      pages: [
        'centre/index',
        'products/index',
        'poster/index',
        'links/index',
        'materials/index',
        'material/index',
        'sub-groups/index',
        'sub-group/index',
        'members/index',
        'join/index',
        'giving/index',
        'give/index',
        'gifts/index',
        'rights/index',
        'lessons/index',
        'lesson/index',
        'checklists/index',
        'wishes/index',
        'moments/index',
        'reached/index',
        'earnings/index',
        'withdraw/index',
      ],
    },
    { root: 'coupons', pages: ['list/index', 'detail/index', 'claim/index'] },
  ],
  preloadRule: {
    'pages/home/index': { network: 'all', packages: ['activity', 'draw'] },
    'draw/box/index': { network: 'all', packages: ['cabinet'] },
  },
  window: {
    backgroundTextStyle: 'dark',
    backgroundColor: '#faf7f2',
    navigationBarBackgroundColor: '#faf7f2',
    navigationBarTitleText: '会员福利',
    navigationBarTextStyle: 'black',
    // On h5 our own header and tab bar stand in the page: readable by a screen reader, and lighter.
    navigationStyle: h5 ? 'custom' : 'default',
    enablePullDownRefresh: false,
  },
  tabBar: {
    custom: h5,
    color: '#6b6256',
    selectedColor: '#a82d17',
    backgroundColor: '#ffffff',
    borderStyle: 'white',
    list: [tab('home', '福利'), tab('check-in', '打卡'), tab('me', '我的')],
  },
  animation: false,
  lazyCodeLoading: 'requiredComponents',
});
