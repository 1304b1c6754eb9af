export default definePageConfig({
  navigationBarTitleText: '送过的心意',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
