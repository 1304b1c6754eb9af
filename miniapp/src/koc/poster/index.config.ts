export default definePageConfig({
  navigationBarTitleText: '做海报',
  enableShareAppMessage: true,
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
