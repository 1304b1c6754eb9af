export default definePageConfig({
  navigationBarTitleText: 'KOC 中心',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
