export default definePageConfig({
  navigationBarTitleText: '开盲盒',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
  enableShareAppMessage: true,
});
