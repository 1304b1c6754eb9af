export default definePageConfig({
  navigationBarTitleText: '盲盒',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
  enableShareAppMessage: true,
});
