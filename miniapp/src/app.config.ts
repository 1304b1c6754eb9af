const h5 = process.env.TARO_ENV === 'h5';

export default defineAppConfig({
  pages: ['pages/home/index', 'pages/check-in/index', 'pages/me/index', 'pages/sign-in/index'],
  subPackages: [
    { root: 'activity', pages: ['detail/index'] },
    {
      root: 'account',
      pages: ['points/index', 'groups/index', 'data/index', 'settings/index', 'privacy/index'],
    },
  ],
  preloadRule: { 'pages/home/index': { network: 'all', packages: ['activity'] } },
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
    list: [
      {
        pagePath: 'pages/home/index',
        text: '福利',
        iconPath: 'assets/tab/home.png',
        selectedIconPath: 'assets/tab/home-on.png',
      },
      {
        pagePath: 'pages/check-in/index',
        text: '打卡',
        iconPath: 'assets/tab/check-in.png',
        selectedIconPath: 'assets/tab/check-in-on.png',
      },
      {
        pagePath: 'pages/me/index',
        text: '我的',
        iconPath: 'assets/tab/me.png',
        selectedIconPath: 'assets/tab/me-on.png',
      },
    ],
  },
  animation: false,
  lazyCodeLoading: 'requiredComponents',
});
