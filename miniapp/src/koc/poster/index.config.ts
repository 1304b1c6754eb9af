export default definePageConfig({
  navigationBarTitleText: '做海报',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
